import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Resource } from '@medplum/fhirtypes';
import { questions } from '../../src/adapters/population/questions/all.ts';
import { EN } from '../../src/cds-hooks/messages/en.ts';
import { allDefinitions } from '../../src/fhir/definitions/all-definitions.ts';
import { shippedDefinitions } from '../../src/adapters/fhir-profiles/shipped-definitions.ts';
import { AI_TRANSPARENCY, CANONICAL_BASE, HL7, OURS } from '../../src/fhir/print/canonical-urls.ts';

const root = join(import.meta.dirname, '../..');
const definitions = join(root, 'fhir-profiles/definitions');

const check = (...more: string[]) =>
  spawnSync(process.execPath, [join(root, 'fhir-profiles/write-definitions.ts'), '--check', ...more], {
    encoding: 'utf8',
  });

it('are what SUSHI makes of the sources', () => {
  const { status, stdout, stderr } = check();
  expect([status, stdout, stderr]).toEqual([0, expect.stringMatching(/^\d+ definitions, 0 differ\n$/), '']);
}, 120_000);

it('are found to differ when one was changed by hand, is missing or is too many', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trabecula-definitions-'));
  try {
    cpSync(definitions, folder, { recursive: true });
    const changed = readFileSync(join(folder, 'replaces.json'), 'utf8').replace('"min":1', '"min":0');
    writeFileSync(join(folder, 'replaces.json'), changed);
    rmSync(join(folder, 'film-flag.json'));
    writeFileSync(join(folder, 'extra.json'), '{}');
    const { status, stdout } = check('--definitions', folder);
    expect(status).toBe(1);
    expect(stdout.match(/^\S+(?=: differs)/gm)?.toSorted()).toEqual([
      'extra.json',
      'film-flag.json',
      'replaces.json',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 120_000);

it('are written as a package: every definition and an example of each profile, one file a resource', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trabecula-package-'));
  try {
    const { status, stderr } = check('--package', folder);
    expect([status, stderr]).toEqual([0, '']);
    const files = new Map(
      readdirSync(folder).map((file) => [
        file,
        JSON.parse(readFileSync(join(folder, file), 'utf8')) as Resource & { url?: string },
      ]),
    );
    for (const [file, { resourceType, id }] of files) expect(file).toBe(`${resourceType}-${id}.json`);
    const all = [...files.values()];
    const wanted = allDefinitions(shippedDefinitions(), EN, [...questions.values()]);
    expect(all.flatMap(({ url }) => url ?? []).toSorted()).toEqual(wanted.map(({ url }) => url).toSorted());
    const shown = new Set(all.flatMap(({ meta }) => meta?.profile ?? []));
    expect(Object.values(OURS.profile).filter((profile) => !shown.has(profile))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 120_000);

it('are all that the URLs in the code name, each with a snapshot', () => {
  const named = [...Object.values(OURS.profile), ...Object.values(OURS.extension)];
  expect(
    shippedDefinitions()
      .map(({ url }) => url)
      .toSorted(),
  ).toEqual(named.toSorted());
  for (const { snapshot } of shippedDefinitions()) expect(snapshot?.element.length).toBeGreaterThan(4);
});

it('hold nothing that Medplum adds to FHIR R4 for its own server', () => {
  const text = JSON.stringify(shippedDefinitions());
  expect(text).not.toMatch(/medplum/i);
  expect(text).not.toMatch(/\.meta\.(project|author|compartment|account)/);
});

it('name no URL of ours and none of AI Transparency that the code does not have', () => {
  const folder = join(root, 'fhir-profiles/input/fsh');
  const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  const known = new Set<string>(
    [OURS, AI_TRANSPARENCY, HL7].flatMap((table) =>
      Object.values(table).flatMap((value: string | object) =>
        typeof value === 'string' ? [value] : (Object.values(value) as string[]),
      ),
    ),
  );
  const urls = sources.join('\n').match(/https?:\/\/[^\s'"]+/g) ?? [];
  const ours = urls.filter((url) => url.startsWith(CANONICAL_BASE) || url.includes('/aitransparency/'));
  expect(ours.length).toBeGreaterThan(10);
  expect(ours.filter((url) => !known.has(url) && !url.startsWith(`${CANONICAL_BASE}/ValueSet/`))).toEqual([]);
});
