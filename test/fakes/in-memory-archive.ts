import { TrabeculaError } from '../../src/errors.ts';
import type { ArrivalFeed } from '../../src/flow/ports/arrival-feed.ts';
import type { ArchivedInstance, ImageArchive } from '../../src/flow/ports/image-archive.ts';

export interface FakeFilm {
  readonly study: string;
  readonly sop: string;
  readonly patientId: string;
  readonly view?: 'AP' | 'LL';
  readonly bodyPart?: string;
  readonly accession?: string;
}

/** An archive in memory with a change feed of its own: each stored film is one change. */
export class InMemoryArchive implements ImageArchive {
  films: FakeFilm[] = [];
  readonly #changes: string[] = [];
  down = false;
  feedDown = false;

  store(film: FakeFilm): void {
    this.films = [...this.films.filter(({ sop }) => sop !== film.sop), film];
    this.#changes.push(film.study);
  }

  get feed(): ArrivalFeed {
    return {
      name: 'fake',
      since: (position) => {
        if (this.feedDown) throw unavailable();
        const from = Number(position ?? 0);
        // One change at a time, so that the watch has to follow "more".
        const next = this.#changes.slice(from, from + 1);
        return Promise.resolve({
          studies: next.map((studyInstanceUid) => ({ studyInstanceUid, fingerprint: String(from + 1) })),
          position: String(from + next.length),
          more: from + next.length < this.#changes.length,
        });
      },
    };
  }

  findStudies(query: Parameters<ImageArchive['findStudies']>[0]) {
    if (query.by !== 'accession') throw new TypeError(`the fake does not search by ${query.by}`);
    const found = this.films.filter(({ accession }) => accession === query.accessionNumber);
    const uids = [...new Set(found.map(({ study }) => study))];
    return Promise.resolve(
      uids.map((studyInstanceUid) => ({
        studyInstanceUid,
        patientId: undefined,
        studyDate: undefined,
        accessionNumber: query.accessionNumber,
        description: undefined,
        modalities: ['DX'],
        instanceCount: undefined,
      })),
    );
  }

  listInstances(studyInstanceUid: string): Promise<readonly ArchivedInstance[]> {
    if (this.down) throw unavailable();
    return Promise.resolve(this.films.filter(({ study }) => study === studyInstanceUid).map(instanceOf));
  }

  fetchInstance(): Promise<Uint8Array> {
    throw new TypeError('a watch never fetches pixels');
  }
}

const unavailable = () =>
  new TrabeculaError('upstream-unavailable', 'The picture archive cannot be reached.');

function instanceOf(film: FakeFilm): ArchivedInstance {
  const sopClassUid = '1.2.840.10008.5.1.4.1.1.1.1';
  const value = (vr: string, text: string) => ({ vr, Value: [text] });
  return {
    identity: {
      studyInstanceUid: film.study,
      seriesInstanceUid: `${film.study}.1`,
      sopInstanceUid: film.sop,
      acquiredOn: '2026-06-01',
    },
    sopClassUid,
    metadata: {
      '00080016': value('UI', sopClassUid),
      '00100020': value('LO', film.patientId),
      '00180015': value('CS', film.bodyPart ?? 'LSPINE'),
      '00185101': value('CS', film.view ?? 'AP'),
    },
  };
}
