import { openDatabase } from '../../../src/adapters/store/open-database.ts';

/** Opens the store in the given folder and holds it until it is killed. */
const [, , dataFolder] = process.argv;
await openDatabase({ dataFolder: dataFolder ?? '' });
process.stdout.write('open\n');
setInterval(() => {}, 60_000);
