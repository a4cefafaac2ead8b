import { newest, ofKind, sameModels } from './live-requirements.ts';
import type { GoLiveRecord, ModelSet } from './records.ts';

/** Which of a tenant's two model sets speaks: the configured one, until the challenger was promoted. */
export function championOf(
  configured: ModelSet,
  challenger: ModelSet,
  records: readonly GoLiveRecord[],
): 'configured' | 'challenger' {
  const promoted = newest(
    ofKind(records, 'promoted').filter(
      ({ models }) => sameModels(models, configured) || sameModels(models, challenger),
    ),
  );
  return promoted !== undefined && sameModels(promoted.models, challenger) ? 'challenger' : 'configured';
}

/** One text for versions and arithmetic, under which a challenger's readings are kept. */
export const challengerName = ({ versions, precision }: ModelSet): string =>
  [versions.ap ?? '-', versions.lateral ?? '-', precision].join('|');
