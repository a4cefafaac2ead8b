import { Button, Modal, Stack, Text } from '@mantine/core';
import { message } from './messages/message.ts';
import { signInUrl } from './session/staff-session.ts';

/** The session has ended: sign in again in another window, and what was typed here stays. */
export function RenewDialog({ tenantId, isOpen }: { readonly tenantId: string; readonly isOpen: boolean }) {
  return (
    <Modal
      opened={isOpen}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={message('renew.title')}
      centered
    >
      <Stack>
        <Text>{message('renew.words')}</Text>
        <Button component="a" href={signInUrl(tenantId, '/staff/signed-in')} target="_blank" data-autofocus>
          {message('renew.button')}
        </Button>
      </Stack>
    </Modal>
  );
}
