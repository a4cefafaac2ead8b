import type { ImageArchive } from '../../src/flow/ports/image-archive.ts';
import { textOf } from '../../src/core/film/dicom-attributes.ts';
import { filmFile } from '../fakes/film-file.ts';

/** The films that an archive under contract holds: a lumbar pair of P1, and one film of P1X, whose id P1 begins. */
export const CONTRACT_FILMS = [
  {
    studyInstanceUid: '1.2.826.0.1.1',
    seriesInstanceUid: '1.2.826.0.1.1.1',
    sopInstanceUid: '1.2.826.0.1.1.1.1',
  },
  {
    studyInstanceUid: '1.2.826.0.1.1',
    seriesInstanceUid: '1.2.826.0.1.1.2',
    sopInstanceUid: '1.2.826.0.1.1.2.1',
    attributes: { ViewPosition: 'LL' },
  },
  {
    studyInstanceUid: '1.2.826.0.1.2',
    seriesInstanceUid: '1.2.826.0.1.2.1',
    sopInstanceUid: '1.2.826.0.1.2.1.1',
    attributes: { PatientID: 'P1X', AccessionNumber: 'A2', StudyDate: '20200102' },
  },
].map((film) => ({ ...film, bytes: filmFile(film) }));

const signal = new AbortController().signal;

/** What every ImageArchive promises, whatever stands behind it. */
export function describeImageArchive(name: string, opened: () => ImageArchive): void {
  describe(`${name} as an image archive`, () => {
    test.each([
      ['study-uid', { by: 'study-uid', studyInstanceUid: '1.2.826.0.1.1' }],
      ['accession number', { by: 'accession', accessionNumber: 'A1' }],
      ['patient identifier, not as a prefix', { by: 'patient', patientId: 'P1', issuer: undefined }],
      ['date', { by: 'changed-since', studyDateFrom: '20250101' }],
    ] as const)('finds the one study by %s', async (_, query) => {
      const found = await opened().findStudies(query, signal);
      expect(found.map((study) => study.studyInstanceUid)).toEqual(['1.2.826.0.1.1']);
      expect(found[0]).toMatchObject({
        patientId: 'P1',
        studyDate: '2025-03-01',
        accessionNumber: 'A1',
        description: 'Lumbar spine 2 views',
        modalities: ['DX'],
        instanceCount: 2,
      });
    });

    test('finds the studies of one day, not those before or after', async () => {
      const on = async (from: string, to: string) => {
        const query = { by: 'changed-since', studyDateFrom: from, studyDateTo: to } as const;
        return (await opened().findStudies(query, signal)).map((study) => study.studyInstanceUid);
      };
      expect(await on('20200102', '20200102')).toEqual(['1.2.826.0.1.2']);
      expect(await on('20250301', '20250301')).toEqual(['1.2.826.0.1.1']);
      expect(await on('20200103', '20250228')).toEqual([]);
    });

    test('finds nothing for a patient whom it does not know', async () => {
      expect(
        await opened().findStudies({ by: 'patient', patientId: 'P9', issuer: undefined }, signal),
      ).toEqual([]);
    });

    test('describes the films of a study, and none of a study that it has not', async () => {
      const instances = await opened().listInstances('1.2.826.0.1.1', signal);
      const views = instances.map(({ metadata }) => textOf(metadata, '00185101')).sort();
      expect(views).toEqual(['AP', 'LL']);
      expect(instances.map(({ identity }) => identity.sopInstanceUid).sort()).toEqual([
        '1.2.826.0.1.1.1.1',
        '1.2.826.0.1.1.2.1',
      ]);
      expect(instances[0]?.identity.acquiredOn).toBe('2025-03-01');
      expect(await opened().listInstances('1.2.826.0.1.999', signal)).toEqual([]);
    });

    test('gives the film as a DICOM file with its own pixels', async () => {
      const instances = await opened().listInstances('1.2.826.0.1.1', signal);
      for (const { identity } of instances) {
        const bytes = await opened().fetchInstance(identity, signal);
        expect(Buffer.from(bytes.subarray(128, 132)).toString('latin1')).toBe('DICM');
        // The ramp 0, 256, ... 3840 of the made-up film stands at its end in little-endian 16-bit words.
        expect([...bytes.subarray(-4)]).toEqual([0x00, 0x0e, 0x00, 0x0f]);
      }
    });

    test('refuses a film that it has not', async () => {
      const identity = {
        studyInstanceUid: '1.2.826.0.1.1',
        seriesInstanceUid: '1.2.826.0.1.1.1',
        sopInstanceUid: '1.2.826.0.1.1.1.9',
        acquiredOn: undefined,
      };
      await expect(opened().fetchInstance(identity, signal)).rejects.toMatchObject({
        code: 'upstream-refused',
      });
    });

    test('stops when it is told to', async () => {
      const stopped = AbortSignal.abort(new Error('shut down'));
      await expect(
        Promise.resolve().then(() => opened().listInstances('1.2.826.0.1.1', stopped)),
      ).rejects.toThrow('shut down');
    });
  });
}
