import { Center, Loader, Stack, Text } from '@mantine/core';
import { message } from '../messages/messages.ts';

/** While the launch goes on. */
export function Opening() {
  return (
    <Center mih="60vh" component="main">
      <Stack align="center">
        <Loader aria-hidden />
        <Text role="status">{message('app.opening')}</Text>
      </Stack>
    </Center>
  );
}
