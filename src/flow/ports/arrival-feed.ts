/** A study of which an archive says that something came. Hints only: what is in the study is asked of the archive. */
export interface ArrivedStudy {
  readonly studyInstanceUid: string;
  /** Changes whenever a film was added or the study moved to another patient. */
  readonly fingerprint: string;
}

export interface ArrivalBatch {
  readonly studies: readonly ArrivedStudy[];
  /** From where to go on; only the feed understands it. */
  readonly position: string;
  /** More is waiting behind this batch. */
  readonly more: boolean;
}

/** What has come into one archive since a position: a change feed, or a sweep over the last days. */
export interface ArrivalFeed {
  /** Part of the name of the durable cursor: another kind of feed does not understand this one's position. */
  readonly name: string;
  /** `position` undefined: from now on (feed) or from the sweep's first day. Throws as ImageArchive does. */
  since(position: string | undefined, asOf: Date, signal: AbortSignal): Promise<ArrivalBatch>;
}
