import type { DicomJson } from '../film/dicom-attributes.ts';
import type { FilmIdentity } from '../film/film.ts';

/** An instance of a study as an archive's metadata describe it: all that the choice of films looks at. */
export interface StudyInstance {
  readonly identity: FilmIdentity;
  readonly metadata: DicomJson;
}
