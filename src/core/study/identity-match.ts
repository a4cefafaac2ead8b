import type { FilmPatient } from '../film/film-patient.ts';
import type { FilmRefusal } from '../film/film.ts';

/** What the chart says of the patient. Identifiers include those of records merged into this one. */
export interface ChartPatient {
  readonly identifiers: readonly { readonly system: string | undefined; readonly value: string }[];
  /** ISO date, possibly only a year or year and month. */
  readonly birthDate: string | undefined;
  readonly sex: 'female' | 'male' | 'other' | 'unknown' | undefined;
}

/** DICOM IssuerOfPatientID -> the FHIR identifier system that means the same numbers. */
export type IssuerSystems = Readonly<Record<string, string>>;

export type IdentityMatch =
  | { readonly kind: 'same'; readonly words: string }
  | { readonly kind: 'mismatch'; readonly refusal: FilmRefusal };

/**
 * Whether a film is of the patient whose chart it would be shown in. The identifier must be the same, in the same
 * namespace when the film names its issuer and the site maps issuers (a site with one issuer need not); a birth date or sex that contradicts is a
 * mismatch even then. A film that names no identifier is unproven, which is a mismatch too: a score in the wrong
 * chart is worse than none. Names are not compared: they change, and are spelt in many ways.
 */
export function matchIdentity(
  film: FilmPatient,
  chart: ChartPatient,
  issuerSystems: IssuerSystems,
): IdentityMatch {
  const filmId = film.patientId?.trim();
  if (filmId === undefined || filmId === '') return mismatch('the film names no patient identifier');
  const system = film.issuer === undefined ? undefined : issuerSystems[film.issuer];
  if (film.issuer !== undefined && system === undefined && Object.keys(issuerSystems).length > 0) {
    return mismatch('the site has not mapped the issuer of the patient identifier');
  }
  const identifiers = chart.identifiers.filter((identifier) => identifier.value.trim() === filmId);
  if (identifiers.length === 0) return mismatch('the patient identifiers differ');
  if (system !== undefined && !identifiers.some((identifier) => identifier.system === system)) {
    return mismatch('the patient identifier is the same number of another issuer');
  }
  if (film.birthDate !== undefined && chart.birthDate !== undefined) {
    // A chart may know only the year: as much as both say must agree.
    if (!film.birthDate.startsWith(chart.birthDate.slice(0, 10))) return mismatch('the birth dates differ');
  }
  if (isBinary(film.sex) && isBinary(chart.sex) && film.sex !== chart.sex)
    return mismatch('the sexes differ');
  return {
    kind: 'same',
    words: system === undefined ? 'identifier' : 'identifier and issuer',
  };
}

const isBinary = (sex: string | undefined) => sex === 'female' || sex === 'male';

const mismatch = (detail: string): IdentityMatch => ({
  kind: 'mismatch',
  refusal: { reason: 'identity-mismatch', detail },
});
