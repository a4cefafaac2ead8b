import type { CodeableConcept, Coding, Consent, ConsentProvision, Period } from '@medplum/fhirtypes';
import type { AiConsent } from '../core/patient/ai-consent.ts';
import { isCalendarDay } from '../core/patient/recorded-date.ts';
import { OURS } from './print/canonical-urls.ts';
import type { OwnCode } from './print/own-codes.ts';

/**
 * Codes that name the assessment of films by a model, in a Consent's category or provisions. HL7 has no such code: ours
 * stands in `fhir-profiles`; 123110 "Artificial Intelligence" is DICOM's (PS3.16 annex D).
 */
export const AI_ASSESSMENT_CODES: readonly Coding[] = [
  { system: OURS.codes, code: 'ai-film-assessment' satisfies OwnCode },
  { system: 'http://dicom.nema.org/resources/ontology/DCM', code: '123110' },
];

/** Areas in which a denial of everything is a denial of this too (FHIR R4 consentscope); not research or adr. */
const SCOPES = ['patient-privacy', 'treatment'];

const codingsOf = (concepts: readonly CodeableConcept[] = []): readonly Coding[] =>
  concepts.flatMap(({ coding }) => coding ?? []);

const isNamedIn = (codings: readonly Coding[]): boolean =>
  codings.some(({ system, code }) =>
    AI_ASSESSMENT_CODES.some((known) => known.system === system && known.code === code),
  );

const namesAi = ({ code, action, purpose, class: classes }: ConsentProvision): boolean =>
  isNamedIn([...codingsOf(code), ...codingsOf(action), ...(purpose ?? []), ...(classes ?? [])]);

/** A rule that is limited to nothing holds for everything. */
const isUnlimited = (provision: ConsentProvision): boolean =>
  [
    provision.actor,
    provision.action,
    provision.securityLabel,
    provision.purpose,
    provision.class,
    provision.code,
    provision.data,
  ].every((limits) => (limits ?? []).length === 0) && provision.dataPeriod === undefined;

const withNested = (provision: ConsentProvision): readonly ConsentProvision[] => [
  provision,
  ...(provision.provision ?? []).flatMap(withNested),
];

const day = (dateTime: string | undefined): string | undefined =>
  dateTime !== undefined && isCalendarDay(dateTime.slice(0, 10)) ? dateTime.slice(0, 10) : undefined;

/**
 * What a Consent (FHIR R4 section 6.2) says of assessing films by a model; undefined when it says nothing of it. `deny`
 * is "Opt Out", `permit` "Opt In" (consent-provision-type). A denial counts when it names the assessment, or is limited
 * to nothing and not lifted for it; drafts, proposals and errors count for nothing. One of a shape that cannot be read
 * may be a refusal, and is taken for one.
 */
export function aiConsentOf(consent: Consent): AiConsent | undefined {
  const { status, id } = consent;
  if (typeof id !== 'string' || !['active', 'inactive', 'rejected'].includes(status)) return undefined;
  try {
    return readConsent(id, consent);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { consentId: id, effect: 'denies', from: undefined, to: undefined };
  }
}

function readConsent(id: string, consent: Consent): AiConsent | undefined {
  const { status, provision } = consent;
  const provisions = provision === undefined ? [] : withNested(provision);
  const named = isNamedIn(codingsOf(consent.category));
  const denial = denialIn(consent, provisions, named);
  const isAbout = named || provisions.some(namesAi);
  if (status !== 'active')
    return isAbout && denial === undefined
      ? { consentId: id, effect: 'withdrawn', from: undefined, to: undefined }
      : undefined;
  if (denial !== undefined)
    return { consentId: id, effect: 'denies', ...daysOf(denial.period, provision?.period) };
  const permit = provisions.find((one) => one.type === 'permit' && (namesAi(one) || named));
  return permit && { consentId: id, effect: 'permits', ...daysOf(permit.period, provision?.period) };
}

/** Whose Consent it is; undefined where it names nobody of this server. */
export const consentingPatientId = ({ patient }: Consent): string | undefined =>
  /(?:^|\/)Patient\/([A-Za-z0-9.-]{1,64})$/.exec(patient?.reference ?? '')?.[1];

/** What each of a chart's Consents says of it, where it says something. */
export const aiConsentsOf = (consents: readonly Consent[]): readonly AiConsent[] =>
  consents.map(aiConsentOf).filter((consent) => consent !== undefined);

function denialIn(
  { scope, provision }: Consent,
  provisions: readonly ConsentProvision[],
  named: boolean,
): ConsentProvision | undefined {
  const byName = provisions.find(
    (one) => one.type === 'deny' && (namesAi(one) || (named && isUnlimited(one))),
  );
  if (byName !== undefined) return byName;
  const isLifted = provisions.some((one) => one.type === 'permit' && namesAi(one));
  const coversAll =
    provision?.type === 'deny' &&
    isUnlimited(provision) &&
    codingsOf([scope]).some(({ code }) => SCOPES.includes(code ?? ''));
  return coversAll && !isLifted ? provision : undefined;
}

const daysOf = (own: Period | undefined, outer: Period | undefined) => ({
  from: day((own ?? outer)?.start),
  to: day((own ?? outer)?.end),
});
