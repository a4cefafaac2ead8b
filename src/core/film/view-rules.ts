/**
 * Words by which a site names views and body parts in descriptions, in any language. A site edits the file; nothing
 * in it is a pattern language, so no rule can be slow or match by accident inside a word.
 */
export interface ViewRules {
  readonly schemaVersion: 1;
  readonly ap: readonly string[];
  readonly lateral: readonly string[];
  /** Projections and conditions that no model reads (flexion, oblique, spot, stitched, intra-operative). */
  readonly notStandard: readonly string[];
  readonly lumbar: readonly string[];
  readonly otherBodyPart: readonly string[];
}

export type ViewRuleList = 'ap' | 'lateral' | 'notStandard' | 'lumbar' | 'otherBodyPart';

/**
 * The term of the list that the text contains, or undefined. Case and accents do not count. Terms in scripts written
 * with spaces match whole words; terms in Chinese, Japanese, Korean and Thai, where words run together, match anywhere.
 */
export function matchingTerm(text: string, terms: readonly string[]): string | undefined {
  const plain = plainWords(text);
  return terms.find((term) => {
    const wanted = plainWords(term).trim();
    if (wanted === '') return false;
    return UNSPACED.test(wanted) ? plain.includes(wanted) : plain.includes(` ${wanted} `);
  });
}

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** Lower case, without accents, everything but letters and digits as one space, spaces at both ends. */
function plainWords(text: string): string {
  const bare = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
  return ` ${bare.replace(/[^\p{Letter}\p{Mark}\p{Number}]+/gu, ' ').trim()} `;
}
