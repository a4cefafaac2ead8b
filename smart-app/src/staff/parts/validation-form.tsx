import { Button, Text } from '@mantine/core';
import { useId, useRef, useState } from 'react';
import { Panel } from '../../parts/panel.tsx';
import { message } from '../messages/message.ts';
import type { Step } from './go-live.ts';
import { FailureNotice } from './loading.tsx';
import { useAct } from './use-act.ts';

/** Records a report file, byte by byte as it is. */
export function ValidationForm({ step }: { readonly step: Step }) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const { isBusy, failure, act } = useAct();
  return (
    <Panel title={message('goLive.validationHeading')}>
      <Text size="sm">{message('goLive.validationWords')}</Text>
      <div>
        <label htmlFor={id}>{message('goLive.file')}</label>
        <br />
        <input
          id={id}
          ref={input}
          type="file"
          accept=".json,application/json"
          onChange={(event) => {
            setFile(event.currentTarget.files?.[0]);
          }}
        />
      </div>
      {failure !== undefined && <FailureNotice failure={failure} />}
      <div>
        <Button
          loading={isBusy}
          disabled={file === undefined}
          onClick={() => {
            act(async () => {
              await step('validations', file);
              setFile(undefined);
              if (input.current !== null) input.current.value = '';
            });
          }}
        >
          {message('goLive.record')}
        </Button>
      </div>
    </Panel>
  );
}
