import { outgoingCheckOf } from '../../src/compose/outgoing-check.ts';
import { tenantOf } from '../fakes/tenant.ts';

const writeBack = { enabled: true, types: [], tasks: false } as const;
const unchecked = tenantOf({ id: 'north', writeBack });
const checked = tenantOf({ id: 'south', writeBack: { ...writeBack, validateOutgoing: true } });

test('only the tenant that asks for it is checked', () => {
  const checkOf = outgoingCheckOf([unchecked, checked]);
  expect(checkOf(unchecked)).toBeUndefined();
  expect(checkOf(checked)?.problemsOf({ resourceType: 'Flag' } as never)).toEqual([
    'Flag names none of our profiles',
  ]);
});

test('nobody is checked where nobody asks', () => {
  expect(outgoingCheckOf([unchecked])(checked)).toBeUndefined();
});
