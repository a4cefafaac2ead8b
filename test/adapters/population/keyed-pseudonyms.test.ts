import { createHmac } from 'node:crypto';
import { keyedPseudonyms } from '../../../src/adapters/population/keyed-pseudonyms.ts';

const secret = 'a secret of the tenant, 32 and more characters';
const of = (tenant: string, project: string, key = secret) => keyedPseudonyms(key, tenant, project);

test('the id is HMAC-SHA-256 over tenant, project, purpose and patient, as 32 hexadecimal digits', () => {
  const expected = createHmac('sha256', secret).update('["north","spine","research-id","p1"]').digest('hex');
  expect(of('north', 'spine').researchId('p1')).toBe(expected.slice(0, 32));
});

test('the same patient is the same in one project, and nobody known in another project, tenant or under another key', () => {
  const ids = [
    of('north', 'spine'),
    of('north', 'spine'),
    of('north', 'hip'),
    of('south', 'spine'),
    of('north', 'spine', `${secret}!`),
  ].map((pseudonyms) => pseudonyms.researchId('p1'));
  expect(new Set(ids).size).toBe(4);
  expect(ids[0]).toBe(ids[1]);
});

test('two names that run together the same way are two projects', () => {
  expect(of('north', 'a').researchId('b')).not.toBe(of('north', 'a","research-id","').researchId('b'));
});

test('every shift goes back by 1 to 365 days, spread over all of them', () => {
  const { offsetDays } = of('north', 'spine');
  const days = Array.from({ length: 10_000 }, (_, i) => offsetDays(`p${i}`));
  expect(Math.min(...days)).toBeGreaterThanOrEqual(-365);
  expect(Math.max(...days)).toBeLessThanOrEqual(-1);
  // 10,000 draws miss one of 365 days with a chance of 365 * (364/365)^10000 = 4e-10.
  expect(new Set(days).size).toBe(365);
});
