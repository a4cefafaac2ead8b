/**
 * `npm run profiles`: compiles input/fsh and writes `definitions`, which the service reads and serves. With `--check`
 * nothing is written, and it fails when what is there differs from what the sources say. With `--package FOLDER` every
 * definition and an example of each profile are written there, one file a resource.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { questions } from '../src/adapters/population/questions/all.ts';
import { EN } from '../src/cds-hooks/messages/en.ts';
import { allDefinitions } from '../src/fhir/definitions/all-definitions.ts';
import { CANONICAL_BASE, PROFILES_VERSION } from '../src/fhir/print/canonical-urls.ts';
import { compileFsh } from './compile-fsh.ts';
import { examples } from './examples.ts';
import { definitionText, slimSnapshot } from './slim-snapshot.ts';

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    package: { type: 'string' },
    definitions: { type: 'string', default: join(import.meta.dirname, 'definitions') },
  },
});
const compiled = await compileFsh(join(import.meta.dirname, 'input/fsh'), {
  canonical: CANONICAL_BASE,
  version: PROFILES_VERSION,
});
const wanted = new Map(
  compiled.map((definition) => [`${definition.id}.json`, definitionText(slimSnapshot(definition))]),
);
mkdirSync(values.definitions, { recursive: true });
const there = new Map(
  readdirSync(values.definitions).map((file) => [file, readFileSync(join(values.definitions, file), 'utf8')]),
);
const different = [...new Set([...wanted.keys(), ...there.keys()])].filter(
  (file) => wanted.get(file) !== there.get(file),
);

if (!values.check)
  for (const file of different) {
    const text = wanted.get(file);
    if (text === undefined) rmSync(join(values.definitions, file));
    else writeFileSync(join(values.definitions, file), text);
  }
if (values.package !== undefined) {
  const { package: folder } = values;
  mkdirSync(folder, { recursive: true });
  for (const one of [...allDefinitions(compiled, EN, [...questions.values()]), ...examples()])
    writeFileSync(
      join(folder, `${one.resourceType}-${one.id}.json`),
      `${JSON.stringify(one, undefined, 2)}\n`,
    );
}

const verb = values.check ? 'differs from its source (npm run profiles)' : 'written';
for (const file of different) process.stdout.write(`${file}: ${verb}\n`);
process.stdout.write(
  `${wanted.size} definitions, ${different.length} ${values.check ? 'differ' : 'written'}\n`,
);
process.exitCode = values.check && different.length > 0 ? 1 : 0;
