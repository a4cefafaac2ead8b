import '@mantine/core/styles.css';
import './app.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { nonce } from './nonce.ts';
import { readableColours, theme } from './theme.ts';

/** Puts a page in its place, with the look of the product and the nonce that its styles need. */
export function render(page: ReactNode): void {
  const root = document.getElementById('root');
  if (root === null) throw new TypeError('the page has no root element');
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={readableColours}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        {page}
      </MantineProvider>
    </StrictMode>,
  );
}
