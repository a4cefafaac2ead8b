import type { GoLiveRecord } from '../../../../src/core/go-live/records.ts';
import type { GoLiveState } from '../../../../src/http/admin/go-live-routes.ts';

/** As JSON carries it: dates are texts. */
type Sent<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? readonly Sent<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Sent<T[Key]> }
      : T;

export type GoLive = Sent<GoLiveState>;
export type RecordedStep = Sent<GoLiveRecord>;

/** Does one step of the decision and looks again. */
export type Step = (path: string, body: unknown) => Promise<void>;

export const shortDigest = (digest: string): string => digest.slice(0, 12);
