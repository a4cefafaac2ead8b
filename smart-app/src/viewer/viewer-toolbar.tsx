import { Button, Group, SegmentedControl, Slider, Text } from '@mantine/core';
import type { View } from '../../../src/core/film/film.ts';
import { message } from '../messages/messages.ts';
import type { DragTool } from './film-stage.ts';
import type { FilmView } from './film-view.ts';
import { ZOOM_STEP } from './viewer-keys.ts';

const DRAG_TOOLS: readonly DragTool[] = ['window', 'pan', 'zoom'];

export interface ViewerSettings {
  readonly drag: DragTool;
  readonly inverted: boolean;
  /** 0..100 %. */
  readonly layerOpacity: number;
}

/** Every control of the viewer, each with words and by keyboard; they act on the chosen film. */
export function ViewerToolbar({
  views,
  active,
  film,
  settings,
  onActive,
  onSettings,
  onReset,
}: {
  readonly views: readonly View[];
  readonly active: View;
  /** The chosen film, once it is there. */
  readonly film: FilmView | undefined;
  readonly settings: ViewerSettings;
  readonly onActive: (view: View) => void;
  readonly onSettings: (settings: ViewerSettings) => void;
  readonly onReset: () => void;
}) {
  return (
    <div className="viewer-toolbar" role="group" aria-label={message('viewer.controls')}>
      <Group gap="xs">
        {views.length > 1 && (
          <SegmentedControl
            aria-label={message('viewer.chosen')}
            value={active}
            onChange={(value) => {
              const view = views.find((known) => known === value);
              if (view !== undefined) onActive(view);
            }}
            data={views.map((view) => ({ value: view, label: message(`film.${view}`) }))}
          />
        )}
        <SegmentedControl
          aria-label={message('viewer.drag')}
          value={settings.drag}
          onChange={(value) => {
            onSettings({ ...settings, drag: DRAG_TOOLS.find((tool) => tool === value) ?? settings.drag });
          }}
          data={DRAG_TOOLS.map((tool) => ({ value: tool, label: message(`viewer.drag.${tool}`) }))}
        />
      </Group>
      <div className="viewer-sliders">
        <WindowSliders film={film} />
        <Labelled
          words={message('viewer.attention')}
          value={settings.layerOpacity}
          shown={(value) => `${value} %`}
          min={0}
          max={100}
          onChange={(layerOpacity) => {
            onSettings({ ...settings, layerOpacity });
          }}
        />
      </div>
      <Group gap="xs">
        <Deed words={message('viewer.zoomOut')} sign="−" film={film} act={(to) => to.zoomBy(1 / ZOOM_STEP)} />
        <Deed words={message('viewer.zoomIn')} sign="+" film={film} act={(to) => to.zoomBy(ZOOM_STEP)} />
        <Deed words={message('viewer.fit')} film={film} act={(to) => to.fit()} />
        <Deed words={message('viewer.everyPixel')} film={film} act={(to) => to.showEveryPixel()} />
        <Button size="compact-sm" variant="default" onClick={onReset}>
          {message('viewer.reset')}
        </Button>
        <Button
          size="compact-sm"
          variant={settings.inverted ? 'filled' : 'default'}
          aria-pressed={settings.inverted}
          onClick={() => {
            onSettings({ ...settings, inverted: !settings.inverted });
          }}
        >
          {message('film.invert')}
        </Button>
      </Group>
    </div>
  );
}

/** Level and width in percent of what the device's own window is: people adjust, they do not type stored values. */
function WindowSliders({ film }: { readonly film: FilmView | undefined }) {
  if (film === undefined) return null;
  const { frame, window } = film;
  const unit = (frame.white - frame.black) / 100;
  const level = Math.round(((window.black + window.white) / 2 - frame.black) / unit);
  const width = Math.round((window.white - window.black) / unit);
  const set = (newLevel: number, newWidth: number): void => {
    const centre = frame.black + newLevel * unit;
    film.window = { black: centre - (newWidth * unit) / 2, white: centre + (newWidth * unit) / 2 };
  };
  return (
    <>
      <Labelled
        words={message('viewer.level')}
        value={level}
        shown={(value) => `${value} %`}
        min={-50}
        max={150}
        onChange={(value) => {
          set(value, width);
        }}
      />
      <Labelled
        words={message('viewer.width')}
        value={width}
        shown={(value) => `${value} %`}
        min={2}
        max={300}
        onChange={(value) => {
          set(level, value);
        }}
      />
    </>
  );
}

function Labelled({
  words,
  shown,
  ...slider
}: {
  readonly words: string;
  readonly value: number;
  readonly shown: (value: number) => string;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}) {
  return (
    <div className="viewer-slider">
      <Text size="sm">
        {words} <span data-of-record>{shown(slider.value)}</span>
      </Text>
      <Slider {...slider} thumbLabel={words} label={null} size="sm" />
    </div>
  );
}

function Deed({
  words,
  sign,
  film,
  act,
}: {
  readonly words: string;
  /** Shown instead of the words, which are then read out. */
  readonly sign?: string;
  readonly film: FilmView | undefined;
  readonly act: (film: FilmView) => void;
}) {
  return (
    <Button
      size="compact-sm"
      variant="default"
      disabled={film === undefined}
      aria-label={sign === undefined ? undefined : words}
      title={sign === undefined ? undefined : words}
      onClick={() => {
        if (film !== undefined) act(film);
      }}
    >
      {sign ?? words}
    </Button>
  );
}
