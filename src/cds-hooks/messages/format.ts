/** Fills {placeholders}. Throws TypeError on one without a value: a mistake in a catalogue, found by its test. */
export function format(text: string, values: Readonly<Record<string, string | number>> = {}): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new TypeError(`message "${text}" needs a value for {${name}}`);
    return String(value);
  });
}

/**
 * Chart text as plain words: what means something in Markdown or HTML is taken out, addresses that GitHub-flavoured
 * Markdown would turn into links too, and it is kept short.
 */
export function plainText(text: string): string {
  const plain = text
    .replace(/:\/\/|www\.|@/gi, ' ')
    .replace(/[\p{Cc}<>[\]{}`*_#|\\~!]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.length > 80 ? `${plain.slice(0, 79)}…` : plain;
}
