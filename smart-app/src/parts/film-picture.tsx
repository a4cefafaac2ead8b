import { Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ScoredFilm } from '../../../src/core/film/film.ts';
import { message } from '../messages/messages.ts';
import type { SessionFailure } from '../session/failure.ts';
import type { Session } from '../session/session.ts';
import { usePicture } from './use-picture.ts';

/** One film with its attention layer. Zoom is by width, so that the window scrolls and the keyboard can pan it. */
export function FilmPicture({
  session,
  film,
  layerOpacity,
  inverted,
  zoom,
  onFailure,
}: {
  readonly session: Session;
  readonly film: ScoredFilm;
  readonly layerOpacity: number;
  readonly inverted: boolean;
  readonly zoom: number;
  readonly onFailure: (failure: SessionFailure) => void;
}) {
  const uid = film.identity.sopInstanceUid;
  const picture = usePicture(session, `films/${uid}/picture`, onFailure);
  const layer = usePicture(session, `films/${uid}/attention`, onFailure);
  const stack = useRef<HTMLDivElement>(null);
  const overlay = useRef<HTMLImageElement>(null);
  const [isShown, setShown] = useState(false);
  // Through the style object: a style attribute in markup would need a wider content security policy.
  useEffect(() => {
    stack.current?.style.setProperty('width', `${zoom * 100}%`);
    overlay.current?.style.setProperty('opacity', String(layerOpacity));
  });
  const view = message(`film.${film.view}`);
  const date = film.identity.acquiredOn ?? message('result.noDate');
  if (picture === 'failed') return <Text>{message('film.unavailable')}</Text>;
  return (
    <figure className="film" data-view={film.view} data-shown={isShown}>
      <figcaption>
        {view} <span data-of-record>{date}</span>
      </figcaption>
      <div className="film-window" tabIndex={0} role="group" aria-label={view}>
        <div className="film-stack" ref={stack}>
          {picture === undefined && (
            <p className="film-waiting" role="status">
              {message('film.waiting')}
            </p>
          )}
          {picture !== undefined && (
            <img
              src={picture}
              className={inverted ? 'inverted' : undefined}
              alt={message('film.alt', { view, date })}
              onLoad={() => {
                setShown(true);
              }}
            />
          )}
          {layer !== undefined && layer !== 'failed' && (
            <img src={layer} className="layer" ref={overlay} alt="" />
          )}
        </div>
      </div>
    </figure>
  );
}
