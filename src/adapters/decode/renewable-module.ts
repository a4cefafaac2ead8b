import { FilmRefused } from './film-refused.ts';

/** Failures after which a module is loaded anew (set; the JPEG module broke after about 350). */
const FAILURES_ALLOWED = 4;
/** Bytes of images, decoded, that a module may have failed on: some never free them. */
const LOST_BYTES_ALLOWED = 256 * 2 ** 20;

/**
 * A codec compiled to WebAssembly that damaged films wear out: failures leave memory and stack behind, until the module
 * fails on good films too, and a trap can leave it broken at once. It is loaded anew between two films, in good time.
 */
export class RenewableModule<Module> {
  readonly #load: () => Promise<Module>;
  #module: Module;
  /** 1 and more: to be loaded anew. */
  #wear = 0;

  constructor(load: () => Promise<Module>, loaded: Module) {
    this.#load = load;
    this.#module = loaded;
  }

  static async open<Module>(load: () => Promise<Module>): Promise<RenewableModule<Module>> {
    return new RenewableModule(load, await load());
  }

  /** Runs the codec on an image of so many decoded bytes. Whatever it throws, the film is refused as "unreadable". */
  use<T>(decodedBytes: number, work: (module: Module) => T): T {
    try {
      return work(this.#module);
    } catch (error) {
      // A trap (WebAssembly.RuntimeError) ends the module; anything else wears it out.
      this.#wear +=
        error instanceof Error && error.name === 'RuntimeError'
          ? 1
          : 1 / FAILURES_ALLOWED + decodedBytes / LOST_BYTES_ALLOWED;
      throw error instanceof FilmRefused
        ? error
        : new FilmRefused('unreadable', 'the compressed pixel data is damaged');
    }
  }

  async renew(): Promise<void> {
    if (this.#wear < 1) return;
    this.#module = await this.#load();
    this.#wear = 0;
  }
}
