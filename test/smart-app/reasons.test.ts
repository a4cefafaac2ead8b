import { reasons } from '../../smart-app/src/staff/messages/reasons.ts';
import { EN_FILM_REFUSALS } from '../../src/cds-hooks/messages/en-facts.ts';

test('a film is refused in the same words on the staff pages as on the card', () => {
  // The browser shares types with the service and no code, so the words stand twice.
  expect(reasons).toMatchObject(EN_FILM_REFUSALS);
});
