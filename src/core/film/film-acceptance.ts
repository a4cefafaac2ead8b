import type { FilmRefusal } from './film.ts';
import type { FilmTags } from './film-tags.ts';

/** SOP classes of projection radiographs that are read (PS3.4 annex B.5). */
const radiographClasses: Readonly<Record<string, 'cr' | 'dx-for-presentation' | 'dx-for-processing'>> = {
  '1.2.840.10008.5.1.4.1.1.1': 'cr',
  '1.2.840.10008.5.1.4.1.1.1.1': 'dx-for-presentation',
  '1.2.840.10008.5.1.4.1.1.1.1.1': 'dx-for-processing',
};

/**
 * Why an object is not a film that may be read, from what it says of itself, or undefined. An image is taken by its
 * ImageType only when it was made by the examination itself: DERIVED\PRIMARY is how vendors mark the presentation
 * image of an exposure, DERIVED\SECONDARY or any SECONDARY one was made afterwards (PS3.3 section C.7.6.1.1.2).
 */
export function refusalByTags(tags: FilmTags, acceptsForProcessing: boolean): FilmRefusal | undefined {
  const kind = radiographClasses[tags.sopClassUid ?? ''];
  if (kind === undefined)
    return { reason: 'not-an-original-radiograph', detail: `SOP class ${tags.sopClassUid ?? 'absent'}` };
  if (tags.imageType[1] === 'SECONDARY')
    return { reason: 'not-an-original-radiograph', detail: `Image Type ${tags.imageType.join('\\')}` };
  const forProcessing = kind === 'dx-for-processing' || tags.presentationIntent === 'FOR PROCESSING';
  if (forProcessing && !acceptsForProcessing)
    return {
      reason: 'for-processing-not-accepted',
      detail: 'the image is for processing, not for presentation',
    };
  if (tags.numberOfFrames !== 1) return { reason: 'multi-frame', detail: `${tags.numberOfFrames} frames` };
  if (tags.samplesPerPixel !== undefined && tags.samplesPerPixel !== 1)
    return { reason: 'screenshot', detail: `${tags.samplesPerPixel} samples per pixel: a colour image` };
  if (tags.bitsStored !== undefined && tags.bitsStored <= 8)
    return { reason: 'lossy-8-bit', detail: `${tags.bitsStored} bits stored, more than 8 are needed` };
  return undefined;
}
