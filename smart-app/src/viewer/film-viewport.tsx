import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { ScoredFilm } from '../../../src/core/film/film.ts';
import { message } from '../messages/messages.ts';
import { usePicture } from '../parts/use-picture.ts';
import { SessionFailure } from '../session/failure.ts';
import type { Session } from '../session/session.ts';
import { fetchFrame } from './film-frame.ts';
import type { FilmStage } from './film-stage.ts';
import type { FilmView } from './film-view.ts';
import { actOnKey } from './viewer-keys.ts';

interface FilmViewportProps {
  readonly session: Session;
  readonly stage: FilmStage;
  readonly film: ScoredFilm;
  readonly layerOpacity: number;
  readonly isActive: boolean;
  readonly onActive: () => void;
  readonly onReady: (view: FilmView) => void;
  readonly onFailure: (failure: SessionFailure) => void;
}

/** One film in the viewer at full resolution, with the attention layer on it. */
export function FilmViewport({
  session,
  stage,
  film,
  layerOpacity,
  isActive,
  onActive,
  onReady,
  onFailure,
}: FilmViewportProps) {
  const canvas = useRef<HTMLDivElement>(null);
  const { state, view } = useFilm({ session, stage, film, canvas, onReady, onFailure });
  const layer = usePicture(session, `films/${film.identity.sopInstanceUid}/attention`, onFailure);
  const overlay = useRef<HTMLImageElement>(null);
  useLayerOnFilm(view, overlay, layer, layerOpacity);
  const name = message(`film.${film.view}`);
  return (
    <div
      className="viewer-film"
      data-view={film.view}
      data-active={isActive}
      data-shown={state === 'shown'}
      tabIndex={0}
      role="group"
      aria-label={message('viewer.film', { view: name })}
      aria-describedby="viewer-keys"
      onFocus={onActive}
      onPointerDown={onActive}
      onKeyDown={(event: KeyboardEvent) => {
        if (view !== undefined && actOnKey(view, event)) event.preventDefault();
      }}
    >
      <div
        className="viewer-canvas"
        ref={canvas}
        onContextMenu={(event) => {
          event.preventDefault();
        }}
      />
      {layer !== undefined && layer !== 'failed' && state === 'shown' && (
        <img src={layer} className="viewer-layer" ref={overlay} alt="" />
      )}
      <p className="viewer-name">
        {name} <span data-of-record>{film.identity.acquiredOn ?? message('result.noDate')}</span>
      </p>
      {state !== 'shown' && (
        <p className="viewer-waiting" role={state === 'failed' ? 'alert' : 'status'}>
          {message(state === 'failed' ? 'viewer.failed' : 'viewer.waiting')}
        </p>
      )}
    </div>
  );
}

/** Fetches the film and puts it on the stage, once. */
function useFilm({
  session,
  stage,
  film,
  canvas,
  onReady,
  onFailure,
}: Pick<FilmViewportProps, 'session' | 'stage' | 'film' | 'onReady' | 'onFailure'> & {
  readonly canvas: React.RefObject<HTMLDivElement | null>;
}) {
  const [state, setState] = useState<'waiting' | 'shown' | 'failed'>('waiting');
  const [view, setView] = useState<FilmView>();
  const { sopInstanceUid } = film.identity;
  useEffect(() => {
    let isGone = false;
    const show = async (): Promise<void> => {
      const frame = await fetchFrame(session, sopInstanceUid);
      if (isGone || canvas.current === null) return;
      const shown = await stage.show(canvas.current, frame);
      if (isGone) return;
      setView(shown);
      setState('shown');
      onReady(shown);
    };
    show().catch((error: unknown) => {
      if (isGone) return;
      if (error instanceof SessionFailure && error.kind === 'expired') onFailure(error);
      else setState('failed');
    });
    return () => {
      isGone = true;
    };
  }, [session, stage, sopInstanceUid, canvas, onReady, onFailure]);
  return { state, view };
}

/** Keeps the layer where the film is, before it is painted. Through the style object: see `film-picture.tsx`. */
function useLayerOnFilm(
  view: FilmView | undefined,
  overlay: React.RefObject<HTMLImageElement | null>,
  layer: string | undefined,
  opacity: number,
): void {
  useLayoutEffect(() => {
    overlay.current?.style.setProperty('opacity', String(opacity));
  });
  useLayoutEffect(() => {
    if (view === undefined) return undefined;
    const place = (): void => {
      for (const [name, px] of Object.entries(view.place))
        overlay.current?.style.setProperty(name, `${px}px`);
    };
    place();
    return view.onDrawn(place);
  }, [view, overlay, layer]);
}
