import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  openFolderArchive,
  type FolderArchive,
} from '../../../src/adapters/folder-archive/folder-archive.ts';
import { CONTRACT_FILMS, describeImageArchive } from '../../contracts/image-archive.ts';
import { filmFile } from '../../fakes/film-file.ts';
import { filmFolder } from '../../fakes/film-folder.ts';

let archive: FolderArchive;
let folder: Awaited<ReturnType<typeof filmFolder>>;

beforeAll(async () => {
  folder = await filmFolder(CONTRACT_FILMS.map(({ bytes }) => bytes));
  await writeFile(join(folder.folder, 'notes.txt'), 'not a film');
  await writeFile(
    join(folder.folder, 'twin.dcm'),
    filmFile({ ...CONTRACT_FILMS[0], attributes: { Rows: 2 } }),
  );
  archive = await openFolderArchive({ paths: [folder.folder], maxInstanceBytes: 10_000 });
});
afterAll(() => folder.remove());

describeImageArchive('a folder of DICOM files', () => archive);

test('files that are no films, or claim the identity of another, are listed with the reason', () => {
  expect(archive.unreadable.map(({ path, reason }) => [path.split('/').at(-1), reason])).toEqual([
    ['notes.txt', 'the file meta information cannot be read: not a DICOM file, damaged or cut short'],
    ['twin.dcm', 'another file has the same SOP instance UID'],
  ]);
});

test('a file beyond the size limit is not read', async () => {
  const small = await openFolderArchive({
    paths: [join(folder.folder, 'film-0.dcm')],
    maxInstanceBytes: 100,
  });
  expect(small.unreadable.map(({ reason }) => reason)).toEqual(['larger than 100 bytes']);
});

test('a path that does not exist is named', async () => {
  const opened = openFolderArchive({ paths: ['/nowhere/film.dcm'], maxInstanceBytes: 100 });
  await expect(opened).rejects.toMatchObject({
    code: 'bad-input-file',
    message: '/nowhere/film.dcm cannot be read.',
  });
});
