import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { authenticationCases } from './cases/authentication.ts';
import { callCases } from './cases/call.ts';
import { cardCases } from './cases/card.ts';
import { discoveryCases } from './cases/discovery.ts';
import type { ConformanceCase } from './case.ts';
import { REASONS } from './reasons.ts';

export interface Requirement {
  readonly id: string;
  readonly conformance: string;
  readonly section: string;
  readonly requirement: string;
}

/** The itemised requirements on a CDS service, in the order of the specification. */
export const REQUIREMENTS = parse(readFileSync(join(import.meta.dirname, 'requirements.tsv'), 'utf8'), {
  columns: true,
  delimiter: '\t',
  quote: false,
}) as readonly Requirement[];

export const CASES: readonly ConformanceCase[] = [
  ...discoveryCases,
  ...callCases,
  ...authenticationCases,
  ...cardCases,
];

export interface Mapping {
  readonly requirement: Requirement;
  readonly claims: readonly string[];
  readonly reason: string | undefined;
}

export function mappings(): readonly Mapping[] {
  return REQUIREMENTS.map((requirement) => ({
    requirement,
    claims: CASES.filter(({ rows }) => rows.includes(requirement.id)).map(({ claim }) => claim),
    reason: REASONS.get(requirement.id),
  }));
}

/** The page `docs/conformance.md`. */
export function conformancePage(): string {
  const cell = (text: string) => text.replace(/\s+/g, ' ').replace(/[|<>{}_*`[\]]/g, '\\$&');
  const rows = mappings().map(({ requirement, claims, reason }) => {
    const met = reason === undefined ? `test: ${claims.join('; ')}` : `no test: ${reason}`;
    return `| ${cell(requirement.id)} | ${requirement.conformance} | ${cell(requirement.requirement.slice(0, 160))} | ${cell(met)} |`;
  });
  const tested = mappings().filter(({ reason }) => reason === undefined).length;
  return [
    '# CDS Hooks conformance',
    '',
    `The ${REQUIREMENTS.length} itemised requirements of CDS Hooks 2.0 and its hook library that bear on a service:`,
    `${tested} have a test that carries their id, ${REQUIREMENTS.length - tested} a reason why not.`,
    'Written by `npm run conformance`; a test fails when this page is behind the tests.',
    '',
    '| Row | Level | Requirement (shortened) | How it is met |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
