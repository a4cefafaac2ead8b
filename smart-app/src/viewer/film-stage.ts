import { Enums, init as initCore, RenderingEngine, type Types } from '@cornerstonejs/core';
import {
  addTool,
  Enums as ToolEnums,
  init as initTools,
  PanTool,
  ToolGroupManager,
  WindowLevelTool,
  ZoomTool,
} from '@cornerstonejs/tools';
import type { FilmFrame } from './film-frame.ts';
import { forgetFrames, imageIdOf, offerFrame, registerFilmImages } from './film-images.ts';
import { FilmView } from './film-view.ts';

/** What dragging over a film does. */
export type DragTool = 'window' | 'pan' | 'zoom';

const TOOL_NAMES: Readonly<Record<DragTool, string>> = {
  window: WindowLevelTool.toolName,
  pan: PanTool.toolName,
  zoom: ZoomTool.toolName,
};

const { MouseBindings } = ToolEnums;
/** These hold whatever the main button does: the middle button pans, the right one and the wheel zoom. */
const STANDING = [
  { tool: PanTool.toolName, bindings: [{ mouseButton: MouseBindings.Auxiliary }] },
  {
    tool: ZoomTool.toolName,
    bindings: [
      { mouseButton: MouseBindings.Secondary },
      { mouseButton: MouseBindings.Wheel },
      { numTouchPoints: 2 },
    ],
  },
] as const;

let isPrepared = false;

/** Cornerstone is one for the whole page. It draws by WebGL where there is one, else on the CPU. */
function prepare(): void {
  if (isPrepared) return;
  initCore();
  initTools();
  for (const tool of [WindowLevelTool, PanTool, ZoomTool]) addTool(tool);
  registerFilmImages();
  isPrepared = true;
}

let stages = 0;

/** The films of one open viewer: a rendering engine, and the tools that hands use on it. */
export class FilmStage {
  readonly #id: string;
  readonly #engine: RenderingEngine;
  readonly #tools: NonNullable<ReturnType<typeof ToolGroupManager.createToolGroup>>;

  /** Throws when the browser cannot show films this way. */
  constructor() {
    prepare();
    this.#id = `films-${(stages += 1)}`;
    this.#engine = new RenderingEngine(this.#id);
    const tools = ToolGroupManager.createToolGroup(this.#id);
    if (tools === undefined) throw new TypeError('a stage of this name is open');
    this.#tools = tools;
    for (const name of Object.values(TOOL_NAMES)) tools.addTool(name);
    this.dragWith('window');
  }

  /** Shows a film in an element that has its size. */
  async show(element: HTMLDivElement, frame: FilmFrame): Promise<FilmView> {
    const viewportId = `${this.#id}-${frame.sopInstanceUid}`;
    offerFrame(frame);
    this.#engine.enableElement({
      viewportId,
      type: Enums.ViewportType.STACK,
      element,
      defaultOptions: { background: [0, 0, 0] },
    });
    this.#tools.addViewport(viewportId, this.#id);
    const viewport = this.#engine.getViewport(viewportId) as Types.IStackViewport;
    await viewport.setStack([imageIdOf(frame)]);
    const view = new FilmView(viewport, frame);
    view.reset();
    return view;
  }

  dragWith(chosen: DragTool): void {
    for (const name of Object.values(TOOL_NAMES))
      this.#tools.setToolPassive(name, { removeAllBindings: true });
    for (const { tool, bindings } of STANDING) this.#tools.setToolActive(tool, { bindings: [...bindings] });
    this.#tools.setToolActive(TOOL_NAMES[chosen], { bindings: [{ mouseButton: MouseBindings.Primary }] });
  }

  /** After the window changed its size. Each film keeps its part in view. */
  resize(): void {
    this.#engine.resize(true, true);
  }

  close(): void {
    ToolGroupManager.destroyToolGroup(this.#id);
    this.#engine.destroy();
    forgetFrames();
  }
}
