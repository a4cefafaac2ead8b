import { html, type Html } from './html.ts';

/** The frame of every page: the bar that says what this is, and one main part. */
export function layout(page: {
  readonly title: string;
  readonly main: Html;
  readonly script?: string;
}): string {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title} - Sandbox EHR</title>
        <link rel="stylesheet" href="/assets/ehr.css" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        ${page.script !== undefined && html`<script type="module" src="/assets/${page.script}"></script>`}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="bar">
          <a class="brand" href="/">Sandbox EHR</a>
          <span class="badge">sandbox, simulated patients</span>
          <span class="user">Dr Sam Sandbox, family medicine</span>
        </header>
        <main id="main">${page.main}</main>
        <footer>
          Nobody here is real: charts and radiographs are simulated. Model results come from a research model,
          trained on simulated radiographs, not for clinical use.
        </footer>
      </body>
    </html> `;
  return document.markup;
}
