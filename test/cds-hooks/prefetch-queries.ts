import type { PrefetchQuery } from '../../src/cds-hooks/prefetch-query.ts';

/** A small list of queries, one of each kind, for tests of the mechanism. */
export const queries: readonly PrefetchQuery[] = [
  {
    key: 'patient',
    resourceType: 'Patient',
    by: { kind: 'read', id: '{{context.patientId}}' },
    necessity: 'necessary',
  },
  {
    key: 'conditions',
    resourceType: 'Condition',
    by: { kind: 'search', parameters: { patient: '{{context.patientId}}' } },
    necessity: 'necessary',
  },
  {
    key: 'encounter',
    resourceType: 'Encounter',
    by: { kind: 'read', id: '{{context.encounterId}}' },
    necessity: 'helpful',
  },
  {
    key: 'imaging',
    resourceType: 'ImagingStudy',
    by: { kind: 'search', parameters: { patient: '{{context.patientId}}', _count: '20', _sort: '-started' } },
    necessity: 'helpful',
  },
];
