/** What a key asks for on a focused film; only keys that the help line names. */
interface Pressed {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

export const ZOOM_STEP = 1.25;
/** Share of the device's window by which a key moves level or width. */
const WINDOW_STEP = 0.05;

interface Window {
  readonly black: number;
  readonly white: number;
}

/** What keys do to a film (`FilmView`). */
interface Film {
  readonly frame: Window;
  window: Window;
  panBy(stepsRight: number, stepsDown: number): void;
  zoomBy(factor: number): void;
  fit(): void;
}

type Deed = (film: Film) => void;

const KEYS: Readonly<Record<string, Deed>> = {
  // The film follows the eye: right shows what lies to the right.
  ArrowLeft: (film) => film.panBy(1, 0),
  ArrowRight: (film) => film.panBy(-1, 0),
  ArrowUp: (film) => film.panBy(0, 1),
  ArrowDown: (film) => film.panBy(0, -1),
  '+': (film) => film.zoomBy(ZOOM_STEP),
  '=': (film) => film.zoomBy(ZOOM_STEP),
  '-': (film) => film.zoomBy(1 / ZOOM_STEP),
  '0': (film) => film.fit(),
};

const KEYS_WITH_SHIFT: Readonly<Record<string, Deed>> = {
  // A lower window makes the film brighter.
  ArrowUp: (film) => moveWindow(film, -WINDOW_STEP, 0),
  ArrowDown: (film) => moveWindow(film, WINDOW_STEP, 0),
  ArrowLeft: (film) => moveWindow(film, 0, -WINDOW_STEP),
  ArrowRight: (film) => moveWindow(film, 0, WINDOW_STEP),
  '+': (film) => film.zoomBy(ZOOM_STEP),
};

/** Does what the key says and returns whether it said something. Keys with Ctrl, Alt or Meta are the browser's. */
export function actOnKey(film: Film, { key, shiftKey, ctrlKey, metaKey, altKey }: Pressed): boolean {
  if (ctrlKey || metaKey || altKey) return false;
  const deed = (shiftKey ? KEYS_WITH_SHIFT : KEYS)[key];
  deed?.(film);
  return deed !== undefined;
}

/** Moves the window's level, and widens it around its level, by shares of the device's own width. */
function moveWindow(film: Film, level: number, width: number): void {
  const { black, white } = film.window;
  const unit = film.frame.white - film.frame.black;
  film.window = {
    black: black + (level - width / 2) * unit,
    white: white + (level + width / 2) * unit,
  };
}
