import type { FilmTags } from './film-tags.ts';
import { matchingTerm, type ViewRules } from './view-rules.ts';

export interface BodyPartEvidence {
  readonly kind: 'lumbar' | 'not-lumbar' | 'unstated';
  /** Which attribute said so; empty when none did. */
  readonly words: string;
}

/** BodyPartExamined values (PS3.16 annex L) on which a lumbar film is found. */
const lumbarBodyParts: ReadonlySet<string> = new Set(['LSPINE', 'LSSPINE', 'SPINE', 'TLSPINE']);

/** CID 4031 "Common Anatomic Region" (PS3.16): lumbar, lumbo-sacral, thoraco-lumbar spine, spine. */
const lumbarRegions: ReadonlySet<string> = new Set([
  '122496007',
  'T-11503',
  '297173004',
  'T-D00F9',
  '297172009',
  'T-D00F8',
  '421060004',
  'T-D04FF',
]);

/**
 * Whether an object says that it shows the lumbar spine: BodyPartExamined, AnatomicRegionSequence, then descriptions
 * by the site's rules. One coded attribute for another body part is enough to refuse: the reader of a wrong body part
 * gives a score all the same.
 */
export function bodyPartByTags(tags: FilmTags, rules: ViewRules): BodyPartEvidence {
  const coded = [
    ...bodyPartStatement(tags.bodyPartExamined, rules),
    ...tags.anatomicRegions.map((region): BodyPartEvidence => ({
      kind: lumbarRegions.has(region.value) ? 'lumbar' : 'not-lumbar',
      words: `AnatomicRegionSequence ${region.value}`,
    })),
  ];
  const described = [
    tags.seriesDescription,
    tags.protocolName,
    tags.processingDescription,
    tags.studyDescription,
  ]
    .filter((text) => text !== undefined)
    .flatMap((text) => describedBodyPart(text, rules));
  return (
    coded.find((statement) => statement.kind === 'not-lumbar') ??
    coded[0] ??
    described[0] ?? { kind: 'unstated', words: '' }
  );
}

function bodyPartStatement(bodyPart: string | undefined, rules: ViewRules): readonly BodyPartEvidence[] {
  if (bodyPart === undefined) return [];
  const words = `BodyPartExamined ${bodyPart}`;
  if (lumbarBodyParts.has(bodyPart.replace(/[\s_-]/g, '').toUpperCase())) return [{ kind: 'lumbar', words }];
  const [described] = describedBodyPart(bodyPart, rules);
  return [{ kind: described?.kind === 'lumbar' ? 'lumbar' : 'not-lumbar', words }];
}

/** Text that names the lumbar spine is lumbar even beside another part ("thoracic and lumbar spine"). */
function describedBodyPart(text: string, rules: ViewRules): readonly BodyPartEvidence[] {
  const lumbar = matchingTerm(text, rules.lumbar);
  if (lumbar !== undefined) return [{ kind: 'lumbar', words: `described as "${lumbar}"` }];
  const other = matchingTerm(text, rules.otherBodyPart);
  return other === undefined ? [] : [{ kind: 'not-lumbar', words: `described as "${other}"` }];
}
