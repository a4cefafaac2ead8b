/** Text that is markup already; everything else is escaped when it enters a page. */
export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | undefined | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function render(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return part.replace(/[&<>"']/g, (c) => ENTITIES[c]!);
  if ('markup' in part) return part.markup;
  return part.map(render).join('');
}

/** Tagged template for HTML, SVG and XML: every value is escaped unless it is Markup itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return {
    markup: strings.reduce((text, s, i) => text + s + (i < parts.length ? render(parts[i]) : ''), ''),
  };
}

/** The same for XML; apart, because formatters rewrite templates that are called html. */
export const xml = html;
