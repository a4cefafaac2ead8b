/** A code of the site's own that stands for something the decision reads: imaging orders mostly carry such codes. */
export interface LocalCode {
  readonly system: string;
  readonly code: string;
  readonly means: LocalMeaning;
}

export const LOCAL_MEANINGS = ['central-dxa', 'peripheral-dxa', 'lumbar-radiograph', 'other'] as const;
export type LocalMeaning = (typeof LOCAL_MEANINGS)[number];
