import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { columnName, message } from '../messages/message.ts';

/** A condition that a column can be held to, as far as it has this column. */
interface FilterField {
  readonly column: string;
  readonly is: 'equal' | 'at-least' | 'at-most';
  readonly type: 'number' | 'date' | 'choice';
  readonly choices?: readonly string[];
}

const FIELDS: readonly FilterField[] = [
  { column: 'gender', is: 'equal', type: 'choice', choices: ['female', 'male'] },
  { column: 'age_years', is: 'at-least', type: 'number' },
  { column: 'age_years', is: 'at-most', type: 'number' },
  { column: 'probability', is: 'at-least', type: 'number' },
  { column: 'film_on', is: 'at-least', type: 'date' },
  {
    column: 'lost_at',
    is: 'equal',
    type: 'choice',
    choices: ['not ordered', 'ordered, not done', 'result without a plan'],
  },
];

const keyOf = ({ column, is }: FilterField): string => `${column}:${is}`;

/** Fields to filter by; what is typed is handed on half a second later, as the API's `filter` values. */
export function RowFilters({
  columns,
  onFilters,
}: {
  readonly columns: readonly string[];
  readonly onFilters: (filters: readonly string[]) => void;
}) {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [settled] = useDebouncedValue(typed, 500);
  useEffect(() => {
    onFilters(
      Object.entries(settled)
        .filter(([, value]) => value.trim() !== '')
        .map(([key, value]) => `${key}:${value.trim()}`),
    );
  }, [settled, onFilters]);
  return (
    <div className="filters" role="group" aria-label={message('filters.label')}>
      {FIELDS.filter(({ column }) => columns.includes(column)).map((field) => (
        <Field
          key={keyOf(field)}
          field={field}
          value={typed[keyOf(field)] ?? ''}
          onChange={(value) => {
            setTyped((earlier) => ({ ...earlier, [keyOf(field)]: value }));
          }}
        />
      ))}
    </div>
  );
}

function Field({
  field,
  value,
  onChange,
}: {
  readonly field: FilterField;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const label = message(`filters.${field.is}`, { column: columnName(field.column) });
  const changed = (event: { readonly currentTarget: { readonly value: string } }) => {
    onChange(event.currentTarget.value);
  };
  if (field.type === 'choice')
    return (
      <NativeSelect
        label={label}
        value={value}
        onChange={changed}
        data={[
          { value: '', label: message('filters.all') },
          ...(field.choices ?? []).map((choice) => ({ value: choice, label: choice })),
        ]}
      />
    );
  return (
    <TextInput
      label={label}
      value={value}
      onChange={changed}
      type={field.type === 'date' ? 'date' : 'text'}
      inputMode={field.type === 'number' ? 'decimal' : undefined}
      pattern={field.type === 'number' ? '[0-9.]*' : undefined}
    />
  );
}
