/** What an assessment's Bundle is made of; a number each, so that each has an address of its own. */
const ROLE_NUMBER = {
  'risk-assessment': 1,
  observation: 2,
  report: 3,
  task: 4,
  provenance: 5,
  communication: 6,
  flag: 7,
} as const;

export type EntryRole = keyof typeof ROLE_NUMBER;

/** 64 hex digits and a number -> a UUID of version 8 (RFC 9562 section 5.8): the same each time it is printed. */
function uuidFrom(sha256: string, number: number): string {
  const hex = sha256.replaceAll(/[^0-9a-f]/g, '').padEnd(32, '0');
  const first = (number.toString(16).padStart(2, '0') + hex).slice(0, 8);
  return `${first}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The temporary address of a resource within its transaction. */
export const entryUrl = (assessmentKey: string, role: EntryRole): string =>
  `urn:uuid:${uuidFrom(assessmentKey, ROLE_NUMBER[role])}`;

/** Models read together ("one+other") have an address of their own. */
export const deviceUrl = (version: string): string =>
  `urn:uuid:${uuidFrom(version, version.includes('+') ? 8 : 0)}`;
