import type { Database } from '../../../src/adapters/store/database.ts';
import { openAiConsents } from '../../../src/adapters/store/ai-consent-store.ts';
import { openOptOuts } from '../../../src/adapters/opt-outs.ts';
import type { AiConsent } from '../../../src/core/patient/ai-consent.ts';
import type { ImportedConsent } from '../../../src/flow/ports/opt-outs.ts';
import type { OptOutLists } from '../../../src/adapters/opt-out-list.ts';
import { CONSENT_CASES } from '../../cases/ai-consents.ts';

const at = new Date();
const noLists: OptOutLists = { hasOptedOut: () => false, patientIds: () => undefined };
const denial = { consentId: 'c', effect: 'denies', from: undefined, to: undefined } as const;

export function claimConsents(open: () => Database): void {
  test.each(CONSENT_CASES)(
    'the view of who refuses agrees with the rule: $title',
    async ({ title, consents, refuses }) => {
      const store = openAiConsents(open());
      await store.learn('cases', title, consents, at);
      const found = (await store.refusing()).filter(({ patientId }) => patientId === title);
      expect(found).toEqual(refuses ? [{ tenantId: 'cases', patientId: title }] : []);
    },
  );

  test('what a chart says now takes the place of what it said, and leaves the list alone', async () => {
    const store = openAiConsents(open());
    const refusing = async () =>
      (await store.refusing()).flatMap(({ tenantId, patientId }) =>
        tenantId === 'lists' ? [patientId] : [],
      );
    await store.learn('lists', 'p1', [denial], at);
    await store.learnList('lists', ['p1', 'p2'], at);
    await store.learn('lists', 'p1', [], at);
    expect((await refusing()).sort()).toEqual(['p1', 'p2']);
    await store.learnList('lists', ['p2'], at);
    expect(await refusing()).toEqual(['p2']);
  });

  test('a refusal counts at once where it was learnt, and for who starts later; so does its end', async () => {
    const sources = {
      tenantIds: ['north'],
      lists: noLists,
      consents: openAiConsents(open()),
      clock: () => at,
      onError: (error: unknown) => {
        throw error;
      },
    };
    const here = await openOptOuts(sources);
    await here.learn('north', 'p1', [denial]);
    const later = await openOptOuts(sources);
    expect([here, later].map((one) => one.hasOptedOut('north', 'p1'))).toEqual([true, true]);
    expect(here.hasOptedOut('south', 'p1')).toBe(false);
    await here.learn('north', 'p1', []);
    expect(here.hasOptedOut('north', 'p1')).toBe(false);
    here.close();
    later.close();
  });

  test('single Consents of an import count at once, unless the chart has said something newer since', async () => {
    const sources = {
      tenantIds: ['imports'],
      lists: noLists,
      consents: openAiConsents(open()),
      clock: () => at,
      onError: () => undefined,
    };
    const optOuts = await openOptOuts(sources);
    const refuse = () => ['p1', 'p2'].filter((id) => optOuts.hasOptedOut('imports', id));
    const earlier = new Date(at.getTime() - 1000);
    const later = new Date(at.getTime() + 1000);
    const told = (patientId: string, consent: AiConsent, asOf: Date): ImportedConsent => ({
      consentId: consent.consentId,
      says: { patientId, consent },
      asOf,
    });
    const permit = { ...denial, effect: 'permits' } as const;
    await optOuts.learnImported('imports', [
      told('p1', denial, earlier),
      told('p2', { ...denial, consentId: 'd' }, later),
      told('p2', { ...permit, consentId: 'd' }, earlier),
    ]);
    expect(refuse()).toEqual(['p1', 'p2']);
    await optOuts.learn('imports', 'p1', [denial]);
    await optOuts.learnImported('imports', [told('p1', permit, new Date(at.getTime() - 2000))]);
    expect(refuse()).toEqual(['p1', 'p2']);
    await optOuts.learnImported('imports', [told('p1', permit, later)]);
    await optOuts.learnImported('imports', [{ consentId: 'd', says: undefined, asOf: later }]);
    expect(refuse()).toEqual([]);
    optOuts.close();
  });
}
