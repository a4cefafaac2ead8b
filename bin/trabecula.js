#!/usr/bin/env node
// Plain JavaScript on purpose: an old Node must be able to read this file to say what is wrong.
const [major] = process.versions.node.split('.').map(Number);
if (major < 24) {
  process.stderr.write(
    `trabecula needs Node 24; this is ${process.version}.\n` +
      'Node 24 comes with the install (npm package "node"): run "npm ci" with install scripts allowed, then start\n' +
      'with "npm start" or "npx trabecula", which use it. With install scripts off, install Node 24 yourself.\n',
  );
  process.exit(78);
}
const { existsSync } = await import('node:fs');
const compiled = new URL('../dist/src/main.js', import.meta.url);
await import(existsSync(compiled) ? compiled.href : new URL('../src/main.ts', import.meta.url).href);
