import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { nonce } from '../look/nonce.ts';
import { readableColours, theme } from '../look/theme.ts';

/** Films are judged in the dark, whatever the page around prefers: bright borders close the pupil. */
export function DarkRoom({ children }: { readonly children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={readableColours}
      forceColorScheme="dark"
      cssVariablesSelector=".viewer"
      deduplicateCssVariables={false}
      // By its class: when the provider looks, the dialog is in the page but its ref is not yet set.
      getRootElement={() => document.querySelector<HTMLElement>('.viewer') ?? undefined}
      getStyleNonce={() => nonce}
    >
      {children}
    </MantineProvider>
  );
}
