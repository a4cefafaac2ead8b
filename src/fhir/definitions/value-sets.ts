import type { ValueSet, ValueSetComposeInclude } from '@medplum/fhirtypes';
import { OURS } from '../print/canonical-urls.ts';
import { OWN_CODES, type OwnCode } from '../print/own-codes.ts';
import { CONCEPT_TABLES } from '../terminology/all-tables.ts';
import { SYSTEM, type CodeEntry, type ConceptTable, type SystemUrl } from '../terminology/concept-table.ts';
import { headerOf } from './definition-header.ts';

/** What the owners of the code systems ask to be said beside their codes. */
const COPYRIGHT: Readonly<Partial<Record<SystemUrl, string>>> = {
  [SYSTEM.loinc]:
    'LOINC is copyright Regenstrief Institute, Inc. and the LOINC Committee, available at no cost under the license at http://loinc.org/license.',
  [SYSTEM.snomed]: 'SNOMED CT is copyright SNOMED International; its use may need an affiliate licence.',
  [SYSTEM.cpt]:
    'CPT is copyright and a trademark of the American Medical Association; numbers only, no descriptors.',
};

const isUnverified = ({ state }: CodeEntry): boolean => state === 'to-check';

const verificationOf = (source: string, state: CodeEntry['state']) => ({
  url: OURS.extension.codeVerification,
  extension: [
    { url: 'source', valueString: source },
    { url: 'state', valueCode: state === 'to-check' ? 'unverified' : 'read' },
  ],
});

/** Codes of one system, source and state stand together; a category with all below it stands alone (filters are "and"). */
function includesOf(codes: readonly CodeEntry[]): ValueSetComposeInclude[] {
  const groups = Object.values(
    Object.groupBy(codes, ({ system, code, matching, state, source }) =>
      JSON.stringify([system, state, source, matching === 'exact' ? '' : code]),
    ),
  );
  return groups.flatMap((group = []): ValueSetComposeInclude[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { system, state, source, matching, code } = first;
    const head = { extension: [verificationOf(source, state)], system };
    return matching === 'exact'
      ? [{ ...head, concept: group.map((entry) => ({ code: entry.code })) }]
      : [{ ...head, filter: [{ property: 'concept', op: 'is-a' as const, value: code }] }];
  });
}

function conceptValueSet({ name, title, codes }: ConceptTable): ValueSet {
  const unverified = codes.filter(isUnverified).length;
  const copyright = [...new Set(codes.flatMap(({ system }) => COPYRIGHT[system] ?? []))].join(' ');
  return {
    resourceType: 'ValueSet',
    ...headerOf('ValueSet', name, title),
    description:
      unverified === 0
        ? `${title}. Each code was read in the source that is named with it.`
        : `${title}. ${unverified} of ${codes.length} codes are unverified: well known, but not read in a source.`,
    ...(copyright === '' ? {} : { copyright }),
    compose: { include: includesOf(codes) },
  };
}

function ownValueSet(id: string, title: string, codes: readonly OwnCode[]): ValueSet {
  return {
    resourceType: 'ValueSet',
    ...headerOf('ValueSet', id, title),
    description: `${title}. Codes of our own.`,
    compose: {
      include: [{ system: OURS.codes, concept: codes.map((code) => ({ code, display: OWN_CODES[code] })) }],
    },
  };
}

const ALL_OWN = Object.keys(OWN_CODES) as OwnCode[];

/** Every concept that the decision looks for in a chart, and the own codes that profiles bind to. */
export const valueSets = (): readonly ValueSet[] => [
  ownValueSet('film-outcome', 'Outcome of a film that is written', ['flagged', 'uncertain']),
  ownValueSet(
    'follow-up-state',
    'State of a follow-up',
    ALL_OWN.filter((code) => code.startsWith('state-')),
  ),
  ownValueSet('undoing', 'Why an assessment no longer counts', [
    'assessment-withdrawn',
    'assessment-superseded',
  ]),
  ...CONCEPT_TABLES.map(conceptValueSet),
];
