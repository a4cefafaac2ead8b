import { Enums, imageLoader, metaData, type Types } from '@cornerstonejs/core';
import type { FilmFrame } from './film-frame.ts';

const SCHEME = 'film';
const frames = new Map<string, FilmFrame>();

export const imageIdOf = ({ sopInstanceUid }: FilmFrame): string => `${SCHEME}:${sopInstanceUid}`;

/** Makes a frame known to Cornerstone, which asks for it by its image id. */
export function offerFrame(frame: FilmFrame): void {
  frames.set(imageIdOf(frame), frame);
}

/** A film leaves the browser's memory with the viewer. */
export function forgetFrames(): void {
  frames.clear();
}

/** Once a page: films come from memory, and what little Cornerstone wants to know of them. */
export function registerFilmImages(): void {
  imageLoader.registerImageLoader(SCHEME, (imageId) => {
    const frame = frames.get(imageId);
    return {
      promise:
        frame === undefined
          ? Promise.reject(new RangeError('no such film'))
          : Promise.resolve(imageOf(imageId, frame)),
    };
  });
  metaData.addProvider((type: string, imageId: string) => {
    const frame = frames.get(imageId);
    return frame === undefined ? undefined : moduleOf(type, frame);
  });
}

function moduleOf(type: string, { rows, columns }: FilmFrame): object | undefined {
  switch (type) {
    case 'imagePixelModule':
      return {
        photometricInterpretation: 'MONOCHROME2',
        samplesPerPixel: 1,
        bitsAllocated: 16,
        bitsStored: 16,
        highBit: 15,
        pixelRepresentation: 0,
      };
    case 'imagePlaneModule':
      return {
        rows,
        columns,
        rowPixelSpacing: 1,
        columnPixelSpacing: 1,
        imagePositionPatient: [0, 0, 0],
        rowCosines: [1, 0, 0],
        columnCosines: [0, 1, 0],
        imageOrientationPatient: [1, 0, 0, 0, 1, 0],
        frameOfReferenceUID: undefined,
      };
    case 'generalSeriesModule':
      return { modality: 'DX' };
    default:
      return undefined;
  }
}

/**
 * The service has done the grayscale order up to the window, so slope, LUTs and inversion are nothing here. Cornerstone
 * counts a LINEAR window from c - 0.5 - (w - 1) / 2 to c - 0.5 + (w - 1) / 2: these two give `black` and `white` back.
 */
function imageOf(imageId: string, frame: FilmFrame): Types.IImage {
  const { rows, columns, black, white, values, lowest, highest } = frame;
  return {
    imageId,
    getPixelData: () => values,
    getCanvas: () => document.createElement('canvas'),
    minPixelValue: lowest,
    maxPixelValue: highest,
    slope: 1,
    intercept: 0,
    windowCenter: (black + white + 1) / 2,
    windowWidth: white - black + 1,
    voiLUTFunction: Enums.VOILUTFunctionType.LINEAR,
    rows,
    columns,
    height: rows,
    width: columns,
    color: false,
    rgba: false,
    numberOfComponents: 1,
    rowPixelSpacing: 1,
    columnPixelSpacing: 1,
    invert: false,
    photometricInterpretation: 'MONOCHROME2',
    sizeInBytes: values.byteLength,
    dataType: 'Uint16Array',
    imageFrame: { photometricInterpretation: 'MONOCHROME2' },
  } as Types.IImage;
}
