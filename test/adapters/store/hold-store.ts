import { openDatabase } from '../../../src/adapters/store/open-database.ts';

/** Opens the store in the given folder and holds it until it is killed. */
const [, , folder] = process.argv;
await openDatabase({ kind: 'embedded', folder: folder ?? '' });
process.stdout.write('open\n');
setInterval(() => {}, 60_000);
