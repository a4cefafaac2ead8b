import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { conformancePage } from './requirements.ts';

const page = conformancePage();
writeFileSync(join(import.meta.dirname, '../../docs/conformance.md'), page);
process.stdout.write(page);
