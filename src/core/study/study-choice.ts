import type { FilmRefusal } from '../film/film.ts';
import { matchingTerm, type ViewRules } from '../film/view-rules.ts';
import { filmAge } from './film-age.ts';
import { isLumbarBodySite, procedureKind } from './lumbar-codes.ts';
import type { StudyDescription } from './study-description.ts';

export interface StudyRules {
  readonly viewRules: ViewRules;
  /** Months after which a film feeds the work list only (24; set, unverified). */
  readonly cardAgeLimitMonths: number;
}

export interface LumbarStudy {
  readonly study: StudyDescription;
  /** Whether the chart says "lumbar", or says nothing and the instances must tell. */
  readonly lumbar: 'stated' | 'unstated';
  /** What decided that, in words, for "inspect" and the app. */
  readonly evidence: string;
  /** `work-list`: too old, or of unknown date, for a card. */
  readonly use: 'card' | 'work-list';
}

export interface StudyChoice {
  /** Newest first; of one day the stated before the unstated; undated ones last. */
  readonly lumbar: readonly LumbarStudy[];
  readonly passedOver: readonly { readonly study: StudyDescription; readonly refusal: FilmRefusal }[];
}

const radiographModalities: ReadonlySet<string> = new Set(['CR', 'DX', 'RG']);
/** Modalities of objects that accompany a radiograph and say nothing of what kind the study is. */
const companionModalities: ReadonlySet<string> = new Set(['SR', 'KO', 'PR', 'DOC', 'OT', 'SC']);

/**
 * The studies that may hold lumbar radiographs, the one to look at first in front. The same study from two sources
 * (chart and archive) is joined beforehand by `joinStudies`. The order of the input does not matter.
 */
export function findLumbarStudies(
  studies: readonly StudyDescription[],
  asOf: Date,
  rules: StudyRules,
): StudyChoice {
  const lumbar: LumbarStudy[] = [];
  const passedOver: { study: StudyDescription; refusal: FilmRefusal }[] = [];
  for (const study of studies) {
    const verdict = lumbarEvidence(study, rules.viewRules);
    if ('reason' in verdict) passedOver.push({ study, refusal: verdict });
    else {
      const age = filmAge(study.startedOn, asOf, rules.cardAgeLimitMonths);
      lumbar.push({ study, ...verdict, use: age === 'recent' ? 'card' : 'work-list' });
    }
  }
  return { lumbar: lumbar.sort(byPreference), passedOver };
}

function lumbarEvidence(
  study: StudyDescription,
  rules: ViewRules,
): Pick<LumbarStudy, 'lumbar' | 'evidence'> | FilmRefusal {
  if (study.state === 'withdrawn') {
    return { reason: 'study-withdrawn', detail: 'the study is cancelled or entered in error' };
  }
  const telling = study.modalities.filter((modality) => !companionModalities.has(modality));
  if (telling.length > 0 && !telling.some((modality) => radiographModalities.has(modality))) {
    return { reason: 'no-lumbar-study', detail: `modality ${telling.join(', ')} is no radiograph` };
  }
  const procedure = study.procedures.find((code) => procedureKind(code) === 'lumbar');
  if (procedure !== undefined) return { lumbar: 'stated', evidence: `procedure ${procedure.code}` };
  const site = study.bodySites.find(isLumbarBodySite);
  if (site !== undefined) return { lumbar: 'stated', evidence: `body site ${site.code}` };
  for (const text of study.descriptions) {
    const term = matchingTerm(text, rules.lumbar);
    if (term !== undefined) return { lumbar: 'stated', evidence: `described as "${term}"` };
  }
  const bending = study.procedures.find((code) => procedureKind(code) === 'not-standard');
  if (bending !== undefined) {
    return { reason: 'view-not-standard', detail: `procedure ${bending.code} is bending views only` };
  }
  return otherBodyPart(study, rules) ?? { lumbar: 'unstated', evidence: 'the chart names no body part' };
}

/** A description of another body part is enough to leave a study; an unknown code is not: sites have their own. */
function otherBodyPart(study: StudyDescription, rules: ViewRules): FilmRefusal | undefined {
  for (const text of study.descriptions) {
    const term = matchingTerm(text, rules.otherBodyPart);
    if (term !== undefined) return { reason: 'not-lumbar', detail: `described as "${term}"` };
  }
  return undefined;
}

function byPreference(a: LumbarStudy, b: LumbarStudy): number {
  const newest = (b.study.startedOn ?? '').localeCompare(a.study.startedOn ?? '');
  const stated = Number(b.lumbar === 'stated') - Number(a.lumbar === 'stated');
  return newest || stated || nameOf(a.study).localeCompare(nameOf(b.study));
}

const nameOf = (study: StudyDescription) => study.studyInstanceUid ?? study.accessionNumber ?? '';
