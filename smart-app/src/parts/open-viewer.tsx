import { Button, Text } from '@mantine/core';
import { useCallback, useRef, useState, type ComponentType } from 'react';
import { message } from '../messages/messages.ts';
import type { FilmViewerProps } from '../viewer/film-viewer.tsx';

type Viewer = ComponentType<FilmViewerProps>;

/** Opens the viewer, which is fetched only then. Where it cannot run, the pictures of the page stay. */
export function OpenViewer(props: Omit<FilmViewerProps, 'onClose' | 'onCannot'>) {
  const [state, setState] = useState<'closed' | 'opening' | 'failed' | { readonly Viewer: Viewer }>('closed');
  const button = useRef<HTMLButtonElement>(null);
  const fail = useCallback(() => {
    setState('failed');
  }, []);
  const open = (): void => {
    setState('opening');
    import('../viewer/film-viewer.tsx').then(({ FilmViewer }) => {
      setState({ Viewer: FilmViewer });
    }, fail);
  };
  return (
    <>
      <div>
        <Button ref={button} variant="default" onClick={open} loading={state === 'opening'}>
          {message('viewer.open')}
        </Button>
      </div>
      {state === 'failed' && (
        <Text role="alert" size="sm">
          {message('viewer.cannotOpen')}
        </Text>
      )}
      {typeof state === 'object' && (
        <state.Viewer
          {...props}
          onCannot={fail}
          onClose={() => {
            setState('closed');
            // The button was busy when the dialog took the focus from it, so the browser does not give it back.
            button.current?.focus();
          }}
        />
      )}
    </>
  );
}
