import { readdirSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

/** Every page of the folder is an entry; the service serves `dist` under /app/. */
export default defineConfig({
  root,
  base: '/app/',
  plugins: [react()],
  // fhirclient's polyfills for old browsers stay out.
  define: { FHIRCLIENT_PURE: 'true' },
  build: {
    outDir: path.join(root, 'dist'),
    emptyOutDir: true,
    target: 'es2022',
    // Small pictures as data: URLs would need a wider content security policy.
    assetsInlineLimit: 0,
    // The viewer's library is one chunk of 1.5 MB, fetched when the viewer is opened.
    chunkSizeWarningLimit: 1600,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: readdirSync(root)
        .filter((name) => name.endsWith('.html'))
        .map((name) => path.join(root, name)),
    },
  },
});
