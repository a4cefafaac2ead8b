import type { Device } from '@medplum/fhirtypes';
import type { AvailableImageEvidence } from '../../core/evidence/image-evidence.ts';
import { AI_TRANSPARENCY, OURS } from './canonical-urls.ts';
import { noticeOf } from './resource-labels.ts';
import type { PrintContext } from './print-context.ts';

/** The versions that read the study, in a fixed order. */
export const versionsOf = (evidence: AvailableImageEvidence): readonly string[] =>
  [...new Set(evidence.films.map((film) => film.modelVersion))].toSorted();

/** What made the result: one model, or the models together. */
export const performerVersion = (evidence: AvailableImageEvidence): string => versionsOf(evidence).join('+');

function deviceOf(version: string, title: string, notice: string): Device {
  return {
    resourceType: 'Device',
    meta: { profile: [OURS.profile.device] },
    extension: [
      {
        url: AI_TRANSPARENCY.kind,
        valueCodeableConcept: {
          coding: [
            {
              system: AI_TRANSPARENCY.deviceType,
              code: 'Deep-Learning-Models',
              display: 'Deep Learning Models',
            },
          ],
        },
      },
    ],
    identifier: [{ system: OURS.identifier.modelVersion, value: version }],
    status: 'active',
    deviceName: [{ name: title, type: 'model-name' }],
    type: {
      coding: [
        {
          system: AI_TRANSPARENCY.deviceType,
          code: 'Artificial-Intelligence',
          display: 'All kinds of Artificial Intelligence',
        },
      ],
    },
    version: version.split('+').map((value) => ({ value })),
    safety: [{ text: notice }],
  };
}

/** A Device for each model version, and one for the models together when there are several. */
export function printDevices(evidence: AvailableImageEvidence, { models }: PrintContext): readonly Device[] {
  const notice = noticeOf(evidence.trainingData);
  const versions = versionsOf(evidence);
  const single = versions.map((version) => {
    const id = evidence.films.find((film) => film.modelVersion === version)?.modelId ?? version;
    return deviceOf(version, models[version]?.title ?? id, notice);
  });
  if (versions.length === 1) return single;
  return [...single, deviceOf(performerVersion(evidence), 'Lumbar film models, read together', notice)];
}
