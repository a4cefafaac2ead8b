import { Enums, type Types } from '@cornerstonejs/core';
import type { FilmFrame } from './film-frame.ts';

/** Where grey is black and where it is white, in the film's values. */
export interface FilmWindow {
  readonly black: number;
  readonly white: number;
}

/** Where the film lies in its element, in CSS pixels. */
export interface FilmPlace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A step of the keyboard moves the film by this many CSS pixels. */
const PAN_STEP_PX = 40;
const SMALLEST_WINDOW = 1;

/** One film in its element: everything that a control does to it. Hands act on the same viewport by the tools. */
export class FilmView {
  readonly frame: FilmFrame;
  readonly #viewport: Types.IStackViewport;

  constructor(viewport: Types.IStackViewport, frame: FilmFrame) {
    this.#viewport = viewport;
    this.frame = frame;
  }

  get window(): FilmWindow {
    const range = this.#viewport.getProperties().voiRange;
    return { black: range?.lower ?? this.frame.black, white: range?.upper ?? this.frame.white };
  }

  set window({ black, white }: FilmWindow) {
    const upper = Math.max(white, black + SMALLEST_WINDOW);
    this.#viewport.setProperties({ voiRange: { lower: black, upper } });
    this.#viewport.render();
  }

  set inverted(inverted: boolean) {
    this.#viewport.setProperties({ invert: inverted });
    this.#viewport.render();
  }

  /** How much larger than fitted the film is; 1: it just fits. */
  zoomBy(factor: number): void {
    this.#viewport.setZoom(this.#viewport.getZoom() * factor);
    this.#viewport.render();
  }

  /** Film pixels for each pixel of the screen: 1 is the full resolution. */
  get screenPixelsPerFilmPixel(): number {
    const { parallelScale } = this.#viewport.getCamera();
    const heightPx = this.#viewport.element.clientHeight * devicePixelRatio;
    return parallelScale === undefined ? Number.NaN : heightPx / (2 * parallelScale);
  }

  showEveryPixel(): void {
    this.zoomBy(1 / this.screenPixelsPerFilmPixel);
  }

  panBy(stepsRight: number, stepsDown: number): void {
    const viewport = this.#viewport;
    const from = viewport.canvasToWorld([0, 0]);
    const to = viewport.canvasToWorld([stepsRight * PAN_STEP_PX, stepsDown * PAN_STEP_PX]);
    const { focalPoint, position } = viewport.getCamera();
    if (focalPoint === undefined || position === undefined) return;
    // As the library's own pan tool does it: its setPan gives another place when the processor draws.
    const moved = (point: Types.Point3): Types.Point3 =>
      point.map((value, axis) => value - ((to[axis] ?? 0) - (from[axis] ?? 0))) as Types.Point3;
    viewport.setCamera({ focalPoint: moved(focalPoint), position: moved(position) });
    viewport.render();
  }

  fit(): void {
    this.#viewport.resetCamera();
    this.#viewport.render();
  }

  /** The film as the device presents it, whole in view. */
  reset(): void {
    const { black, white } = this.frame;
    this.#viewport.setProperties({ voiRange: { lower: black, upper: white }, invert: false });
    this.fit();
  }

  get place(): FilmPlace {
    const { columns, rows } = this.frame;
    const [left, top] = this.#viewport.worldToCanvas([0, 0, 0]);
    const [right, bottom] = this.#viewport.worldToCanvas([columns, rows, 0]);
    return { left, top, width: right - left, height: bottom - top };
  }

  /** Calls back after each drawing; returns how to stop it. */
  onDrawn(drawn: () => void): () => void {
    const { element } = this.#viewport;
    element.addEventListener(Enums.Events.IMAGE_RENDERED, drawn);
    return () => {
      element.removeEventListener(Enums.Events.IMAGE_RENDERED, drawn);
    };
  }
}
