import './viewer.css';
import { Button, Text } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ScoredFilm, View } from '../../../src/core/film/film.ts';
import { message } from '../messages/messages.ts';
import type { SessionFailure } from '../session/failure.ts';
import type { Session } from '../session/session.ts';
import { DarkRoom } from './dark-room.tsx';
import { FilmStage } from './film-stage.ts';
import type { FilmView } from './film-view.ts';
import { FilmViewport } from './film-viewport.tsx';
import { ViewerToolbar, type ViewerSettings } from './viewer-toolbar.tsx';

export interface FilmViewerProps {
  readonly session: Session;
  /** AP first; one film of each view at most. */
  readonly films: readonly ScoredFilm[];
  /** 0..100 %. */
  readonly layerOpacity: number;
  readonly onClose: () => void;
  /** The browser cannot show films this way. */
  readonly onCannot: () => void;
  readonly onFailure: (failure: SessionFailure) => void;
}

/** The films over the whole window, at full resolution. A dialog of the platform: it keeps the focus and knows Escape. */
export function FilmViewer({ session, films, layerOpacity, onClose, onCannot, onFailure }: FilmViewerProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const stage = useStage(onCannot);
  const [views, setViews] = useState<Readonly<Partial<Record<View, FilmView>>>>({});
  const [active, setActive] = useState<View>(films[0]?.view ?? 'ap');
  const [settings, setSettings] = useState<ViewerSettings>({ drag: 'window', inverted: false, layerOpacity });
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  useRedrawOf(views[active]);
  const change = (next: ViewerSettings): void => {
    setSettings(next);
    if (next.drag !== settings.drag) stage?.dragWith(next.drag);
    if (next.inverted !== settings.inverted)
      for (const view of Object.values(views)) view.inverted = next.inverted;
  };
  const reset = (): void => {
    setSettings({ ...settings, inverted: false });
    for (const view of Object.values(views)) view.reset();
  };
  return (
    <dialog ref={dialog} className="viewer" aria-label={message('viewer.heading')} onClose={onClose}>
      <DarkRoom>
        <header className="viewer-head">
          <Text fw={600} className="viewer-title">
            {message('viewer.heading')}
          </Text>
          <Text size="sm" className="viewer-notice">
            {message('app.notice')} {message('viewer.notice')}
          </Text>
          <Button size="compact-sm" variant="default" onClick={() => dialog.current?.close()}>
            {message('viewer.close')}
          </Button>
        </header>
        <ViewerToolbar
          views={films.map(({ view }) => view)}
          active={active}
          film={views[active]}
          settings={settings}
          onActive={setActive}
          onSettings={change}
          onReset={reset}
        />
        <div className="viewer-films" data-films={films.length}>
          {stage !== undefined &&
            films.map((film) => (
              <Placed
                key={film.identity.sopInstanceUid}
                {...{ session, stage, film, settings, setActive, setViews, onFailure }}
                isActive={film.view === active}
              />
            ))}
        </div>
        <footer className="viewer-foot">
          <Text size="xs">{message('film.attentionNote')}</Text>
          <Text size="xs" id="viewer-keys">
            {message('viewer.keys')}
          </Text>
        </footer>
      </DarkRoom>
    </dialog>
  );
}

/** A film with its handlers held still: a new one would fetch the film again. */
function Placed({
  session,
  stage,
  film,
  settings,
  isActive,
  setActive,
  setViews,
  onFailure,
}: {
  readonly session: Session;
  readonly stage: FilmStage;
  readonly film: ScoredFilm;
  readonly settings: ViewerSettings;
  readonly isActive: boolean;
  readonly setActive: (view: View) => void;
  readonly setViews: React.Dispatch<React.SetStateAction<Readonly<Partial<Record<View, FilmView>>>>>;
  readonly onFailure: (failure: SessionFailure) => void;
}) {
  const { view } = film;
  const onReady = useCallback(
    (shown: FilmView) => {
      setViews((known) => ({ ...known, [view]: shown }));
    },
    [setViews, view],
  );
  return (
    <FilmViewport
      session={session}
      stage={stage}
      film={film}
      layerOpacity={settings.layerOpacity / 100}
      isActive={isActive}
      onActive={() => {
        setActive(view);
      }}
      onReady={onReady}
      onFailure={onFailure}
    />
  );
}

/** A stage for as long as the viewer is open, told when the window changes its size. */
function useStage(onCannot: () => void): FilmStage | undefined {
  const [stage, setStage] = useState<FilmStage>();
  useEffect(() => {
    let opened: FilmStage;
    try {
      opened = new FilmStage();
    } catch {
      onCannot();
      return undefined;
    }
    const resize = (): void => {
      opened.resize();
    };
    window.addEventListener('resize', resize);
    setStage(opened);
    return () => {
      window.removeEventListener('resize', resize);
      opened.close();
    };
  }, [onCannot]);
  return stage;
}

/** Draws the controls again when a hand or a key changed the film. */
function useRedrawOf(view: FilmView | undefined): void {
  const [, setDrawn] = useState(0);
  useEffect(
    () =>
      view?.onDrawn(() => {
        setDrawn((count) => count + 1);
      }),
    [view],
  );
}
