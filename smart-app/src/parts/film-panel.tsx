import { Group, NumberInput, Slider, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import type { ScoredFilm } from '../../../src/core/film/film.ts';
import type { AppResult, AppView } from '../../../src/flow/app-view.ts';
import { message } from '../messages/messages.ts';
import type { SessionFailure } from '../session/failure.ts';
import type { Session } from '../session/session.ts';
import { FilmPicture } from './film-picture.tsx';
import { OpenViewer } from './open-viewer.tsx';
import { Panel } from './panel.tsx';

/** The films as the model saw them, with the attention layer that can be faded, and what that layer is not. */
export function FilmPanel({
  session,
  result,
  report,
  onFailure,
}: {
  readonly session: Session;
  readonly result: AppResult;
  readonly report: AppView['filmReport'];
  readonly onFailure: (failure: SessionFailure) => void;
}) {
  const [opacity, setOpacity] = useState(50);
  const [inverted, setInverted] = useState(false);
  const [zoom, setZoom] = useState(100);
  const films = result.kind === 'assessed' ? inReadingOrder(result.evidence.films) : [];
  if (films.length === 0)
    return (
      <Panel title={message('film.heading')}>
        <Text>{message('film.none')}</Text>
      </Panel>
    );
  return (
    <Panel title={message('film.heading')}>
      <div className="films">
        {films.map((film) => (
          <FilmPicture
            key={film.identity.sopInstanceUid}
            session={session}
            film={film}
            layerOpacity={opacity / 100}
            inverted={inverted}
            zoom={zoom / 100}
            onFailure={onFailure}
          />
        ))}
      </div>
      <Text size="sm" id="attention-label">
        {message('film.attention')}
      </Text>
      <Slider
        value={opacity}
        onChange={setOpacity}
        thumbLabel={message('film.attention')}
        label={(value) => `${value} %`}
      />
      <Group align="end">
        <Switch
          checked={inverted}
          onChange={(event) => {
            setInverted(event.currentTarget.checked);
          }}
          label={message('film.invert')}
        />
        <NumberInput
          label={message('film.zoom')}
          value={zoom}
          onChange={(value) => {
            setZoom(Number(value) || 100);
          }}
          min={100}
          max={400}
          step={25}
          suffix=" %"
          w={130}
        />
      </Group>
      <Text size="sm" c="dimmed">
        {message('film.attentionNote')}
      </Text>
      <OpenViewer session={session} films={films} layerOpacity={opacity} onFailure={onFailure} />
      {report !== undefined && (
        <Text size="sm">
          <strong>{message('film.report', { date: report.on })}</strong>{' '}
          <span data-of-record>{report.text}</span>
        </Text>
      )}
    </Panel>
  );
}

/** AP first, as films are hung for reading. */
const inReadingOrder = (films: readonly ScoredFilm[]): readonly ScoredFilm[] =>
  films.toSorted((a, b) => (a.view < b.view ? -1 : 1));
