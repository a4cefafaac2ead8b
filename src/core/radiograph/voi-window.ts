/** VOI LUT Function (PS3.3 section C.11.2.1.3); absent means LINEAR. */
export type VoiFunction = 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';

export interface VoiWindow {
  readonly center: number;
  readonly width: number;
  readonly explanation: string | undefined;
}

/** What is wrong with a window for its function, in words, or undefined. */
export function windowFault(window: VoiWindow, voiFunction: VoiFunction): string | undefined {
  if (!Number.isFinite(window.center) || !Number.isFinite(window.width)) return 'window is not a number';
  if (voiFunction === 'LINEAR' && window.width < 1) return `LINEAR window width ${window.width} is below 1`;
  if (window.width <= 0) return `${voiFunction} window width ${window.width} is not above 0`;
  return undefined;
}

/** One value through the window, to 0..1 (C.11.2.1.2.1, C.11.2.1.3.1, C.11.2.1.3.2). */
export function throughWindow(value: number, window: VoiWindow, voiFunction: VoiFunction): number {
  const { center, width } = window;
  switch (voiFunction) {
    case 'LINEAR':
      if (value <= center - 0.5 - (width - 1) / 2) return 0;
      if (value > center - 0.5 + (width - 1) / 2) return 1;
      return (value - (center - 0.5)) / (width - 1) + 0.5;
    case 'LINEAR_EXACT':
      if (value <= center - width / 2) return 0;
      if (value > center + width / 2) return 1;
      return (value - center) / width + 0.5;
    case 'SIGMOID':
      return 1 / (1 + Math.exp((-4 * (value - center)) / width));
  }
}

/**
 * The values at which a linear window is black and white: between them it is a straight line. Undefined for SIGMOID,
 * which is not one, and for the LINEAR window of width 1, which is a step.
 */
export function windowEnds(
  { center, width }: VoiWindow,
  voiFunction: VoiFunction,
): readonly [number, number] | undefined {
  switch (voiFunction) {
    case 'LINEAR':
      return width > 1 ? [center - 0.5 - (width - 1) / 2, center - 0.5 + (width - 1) / 2] : undefined;
    case 'LINEAR_EXACT':
      return [center - width / 2, center + width / 2];
    case 'SIGMOID':
      return undefined;
  }
}
