import { Button, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Panel } from '../../parts/panel.tsx';
import { message } from '../messages/message.ts';
import type { Step } from './go-live.ts';
import { FailureNotice } from './loading.tsx';
import { useAct } from './use-act.ts';

const FIELDS = ['fewestPeople', 'fewestWithOsteoporosis', 'sensitivityLowerLimit', 'ppvLowerLimit'] as const;
type Field = (typeof FIELDS)[number];
const EMPTY: Readonly<Record<Field, string>> = {
  fewestPeople: '',
  fewestWithOsteoporosis: '',
  sensitivityLowerLimit: '',
  ppvLowerLimit: '',
};

/** Locks what a validation must reach. */
export function CriteriaForm({ step }: { readonly step: Step }) {
  const [typed, setTyped] = useState(EMPTY);
  const { isBusy, failure, act } = useAct();
  return (
    <Panel title={message('goLive.criteriaHeading')}>
      <Text size="sm">{message('goLive.criteriaWords')}</Text>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          act(async () => {
            const numbers = FIELDS.map((field) => [field, Number(typed[field].replace(',', '.'))]);
            await step('criteria', Object.fromEntries(numbers));
            setTyped(EMPTY);
          });
        }}
      >
        {FIELDS.map((field) => (
          <TextInput
            key={field}
            label={message(`goLive.${field}`)}
            required
            inputMode="decimal"
            pattern="[0-9]+([.,][0-9]+)?"
            value={typed[field]}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setTyped((earlier) => ({ ...earlier, [field]: value }));
            }}
          />
        ))}
        {failure !== undefined && <FailureNotice failure={failure} />}
        <Button type="submit" mt="sm" loading={isBusy}>
          {message('goLive.lock')}
        </Button>
      </form>
    </Panel>
  );
}
