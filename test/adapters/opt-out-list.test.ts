import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOptOutLists } from '../../src/adapters/opt-out-list.ts';
import { tenantOf } from '../fakes/tenant.ts';

const folder = mkdtempSync(join(tmpdir(), 'trabecula-opt-out-'));
const optOutListFile = join(folder, 'north.txt');

test('a listed patient has opted out, of that tenant alone', () => {
  writeFileSync(optOutListFile, '# as of March\np1\nPatient/p2  # by letter\n\n');
  const optOuts = openOptOutLists(
    [tenantOf({ optOutListFile }), tenantOf({ id: 'south' })],
    () => new Date(0),
  );
  expect(optOuts.hasOptedOut('north', 'p1')).toBe(true);
  expect(optOuts.hasOptedOut('north', 'p2')).toBe(true);
  expect(optOuts.hasOptedOut('north', 'p3')).toBe(false);
  expect(optOuts.hasOptedOut('south', 'p1')).toBe(false);
});

test('a name that is added counts soon, and a list that vanishes still stands', () => {
  let now = new Date(0);
  writeFileSync(optOutListFile, 'p1\n');
  const optOuts = openOptOutLists([tenantOf({ optOutListFile })], () => now);
  writeFileSync(optOutListFile, 'p1\np9-new\n');
  now = new Date(5_000);
  expect(optOuts.hasOptedOut('north', 'p9-new')).toBe(true);
  rmSync(optOutListFile);
  now = new Date(20_000);
  expect(optOuts.hasOptedOut('north', 'p9-new')).toBe(true);
});

test('a list that cannot be read at the start stops the start: unread is not empty', () => {
  const missing = join(folder, 'none.txt');
  expect(() => openOptOutLists([tenantOf({ optOutListFile: missing })], () => new Date(0))).toThrow(
    'optOutListFile',
  );
});
