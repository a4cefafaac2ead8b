import type { FilmsByPatient } from '../../../src/sandbox/patients/patient-films.ts';

/** One study, for P01 alone. */
export const p01Films: FilmsByPatient = new Map([
  [
    'P01',
    {
      birthDate: '1954-01-01',
      gender: 'female',
      weightKg: 62.8,
      heightCm: 159.7,
      lumbarTScore: -3.2,
      studies: [
        {
          studyInstanceUid: '2.25.1001',
          acquiredOn: '2026-09-01',
          accessionNumber: 'ACC1001',
          series: [
            { seriesInstanceUid: '2.25.1002', description: 'AP', sopInstanceUids: ['2.25.1003'] },
            { seriesInstanceUid: '2.25.1004', description: 'Lateral', sopInstanceUids: ['2.25.1005'] },
          ],
        },
      ],
    },
  ],
]);
