import { Button, Group, Text } from '@mantine/core';
import { message } from '../messages/message.ts';

/** Which rows are shown, of how many, and the ways to the rows before and after. */
export function PageTurner({
  offset,
  rowsOnPage,
  rowsInAll,
  onOffset,
}: {
  readonly offset: number;
  readonly rowsOnPage: number;
  readonly rowsInAll: number | undefined;
  readonly onOffset: (offset: number) => void;
}) {
  const all = rowsInAll ?? 0;
  return (
    <Group gap="xs">
      <Text size="sm" role="status">
        {all === 0
          ? message('pages.none')
          : message('pages.shown', { from: offset + 1, to: Math.min(offset + rowsOnPage, all), all })}
      </Text>
      <Button
        size="compact-sm"
        variant="default"
        disabled={offset === 0}
        onClick={() => {
          onOffset(Math.max(0, offset - rowsOnPage));
        }}
      >
        {message('pages.before')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        disabled={offset + rowsOnPage >= all}
        onClick={() => {
          onOffset(offset + rowsOnPage);
        }}
      >
        {message('pages.after')}
      </Button>
    </Group>
  );
}
