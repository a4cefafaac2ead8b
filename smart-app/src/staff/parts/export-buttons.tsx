import { Button, Group } from '@mantine/core';
import { message } from '../messages/message.ts';
import type { StaffSession } from '../session/staff-session.ts';
import { FailureNotice } from './loading.tsx';
import { useAct } from './use-act.ts';

const PATIENT_FORMATS = ['csv', 'group', 'measure-report', 'care-gaps'] as const;
const COUNT_FORMATS = ['csv', 'research-csv'] as const;
type Format = (typeof PATIENT_FORMATS | typeof COUNT_FORMATS)[number];

const ENDING: Readonly<Record<Format, string>> = {
  csv: 'csv',
  'research-csv': 'research.csv',
  group: 'group.json',
  'measure-report': 'measure-report.json',
  'care-gaps': 'care-gaps.json',
};

/** Every row that meets the filters, as a file. A MeasureReport is of everybody, whatever is filtered. */
export function ExportButtons({
  session,
  name,
  rowsAre,
  query,
}: {
  readonly session: StaffSession;
  readonly name: string;
  readonly rowsAre: 'patients' | 'counts';
  /** Parameters, filters and order of what is shown. */
  readonly query: URLSearchParams;
}) {
  const { isBusy, failure, act } = useAct();
  const save = async (format: Format): Promise<void> => {
    const asked = new URLSearchParams(query);
    if (format === 'measure-report') asked.delete('filter');
    asked.set('format', format);
    const response = await session.call(`/population/questions/${name}?${asked.toString()}`);
    saveAs(await response.blob(), `${name}.${ENDING[format]}`);
  };
  return (
    <>
      <Group gap="xs" role="group" aria-label={message('export.label')}>
        {(rowsAre === 'patients' ? PATIENT_FORMATS : COUNT_FORMATS).map((format) => (
          <Button
            key={format}
            size="compact-sm"
            variant="default"
            disabled={isBusy}
            onClick={() => {
              act(() => save(format));
            }}
          >
            {message(`export.${format}`)}
          </Button>
        ))}
      </Group>
      {failure !== undefined && <FailureNotice failure={failure} />}
    </>
  );
}

function saveAs(content: Blob, fileName: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  // The browser has taken the content over by the next turn of its loop.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 10_000);
}
