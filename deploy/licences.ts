/**
 * `npm run licences`: writes out/sbom.cdx.json (CycloneDX, by npm) and out/THIRD-PARTY-NOTICES.md, the licence text of
 * every package that is shipped. Fails when a package states no licence or one that is not on the list below.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const out = join(root, 'out');

/** Licences that an Apache-2.0 product may ship beside itself. */
const ACCEPTED =
  /^(MIT|MIT-0|ISC|0BSD|BSD(-[23]-Clause)?|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-[34]\.0|Unlicense|Python-2\.0|Zlib|LGPL-3\.0-or-later|MPL-2\.0)$/;

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string | { readonly type?: string };
}

const isAccepted = (licence: string): boolean =>
  licence
    .replace(/[()]/g, '')
    .split(/ OR /)
    .some((choice) => choice.split(/ AND /).every((part) => ACCEPTED.test(part.trim())));

function licenceText(folder: string): string {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying|notice)/i.test(name));
  return file === undefined
    ? 'The package holds no licence file.'
    : readFileSync(join(folder, file), 'utf8').trim();
}

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};
const folders = Object.entries(lock.packages)
  .filter(([path, { dev, link }]) => path !== '' && dev !== true && link !== true)
  .map(([path]) => join(root, path))
  .filter((folder) => existsSync(join(folder, 'package.json')));

const refused: string[] = [];
const notices = folders.map((folder) => {
  const { name, version, license } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as Manifest;
  const licence = (typeof license === 'string' ? license : license?.type) ?? 'none stated';
  if (!isAccepted(licence)) refused.push(`${name} ${version}: ${licence}`);
  return `## ${name} ${version}\n\nLicence: ${licence}\n\n\`\`\`\n${licenceText(folder)}\n\`\`\`\n`;
});

mkdirSync(out, { recursive: true });
const terms = readFileSync(join(root, 'docs/third-party.md'), 'utf8').replace(/^# .*\n/, '');
writeFileSync(
  join(out, 'THIRD-PARTY-NOTICES.md'),
  `# Third-party notices\n${terms}\n# Packages\n\n${notices.join('\n')}`,
);
const sbom = execFileSync('npm', ['sbom', '--omit=dev', '--sbom-format=cyclonedx'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 64_000_000,
});
writeFileSync(join(out, 'sbom.cdx.json'), sbom);
process.stdout.write(`${notices.length} packages: out/sbom.cdx.json, out/THIRD-PARTY-NOTICES.md\n`);
if (refused.length > 0) {
  process.stderr.write(`not on the list of accepted licences:\n${refused.join('\n')}\n`);
  process.exitCode = 1;
}
