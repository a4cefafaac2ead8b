import type { TrainingDataKind } from '../core/evidence/image-evidence.ts';
import { researchNotice as researchWords } from '../core/film/research-notice.ts';
import { html, type Markup } from './html.ts';

const STYLE = `
:root{color-scheme:light;--ink:#1b2733;--soft:#5b6b7a;--line:#d5dce3;--accent:#0b5cad;--warn:#8a4b00}
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);max-width:64rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.2rem;margin:2rem 0 .5rem}h3{font-size:1rem;margin:1.25rem 0 .25rem}
p,li{max-width:48rem}.soft{color:var(--soft)}
.notice{border-left:4px solid var(--warn);background:#fff6e9;padding:.6rem .9rem;margin:1rem 0}
table{border-collapse:collapse;margin:.5rem 0;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{border-bottom:1px solid var(--line);padding:.25rem .7rem .25rem 0;text-align:left;vertical-align:top}
thead th{color:var(--soft);font-weight:600}
.scroll{overflow-x:auto}
figure{margin:1rem 0;break-inside:avoid}figcaption{color:var(--soft);font-size:.9rem;max-width:48rem}
svg{max-width:100%;height:auto;font:12px system-ui,sans-serif}
.pair{display:flex;flex-wrap:wrap;gap:1.5rem}
@media print{body{max-width:none;padding:0;font-size:11pt}h2{break-after:avoid}table,figure{break-inside:avoid}a{color:inherit}}
`;

/**
 * A page that needs nothing from elsewhere: no script, no font, no picture but its own SVG. `icon`: address of the tab's
 * icon, for a page that the service serves; without one a browser asks for /favicon.ico.
 */
export function page(title: string, body: Markup, icon?: string): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${icon === undefined ? undefined : html`<link rel="icon" type="image/svg+xml" href="${icon}" />`}
        <style>
          ${{ markup: STYLE }}
        </style>
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html> `.markup;
}

/** "Research model, trained on simulated radiographs, not for clinical use." */
export function researchNotice(kind: TrainingDataKind): Markup {
  const words = researchWords[kind];
  return notice(`${words[0]!.toUpperCase()}${words.slice(1)}.`);
}

export function notice(text: string): Markup {
  return html`<p class="notice" role="note">${text}</p>`;
}
