import { en, type MessageKey } from './en.ts';
import { pseudo } from './pseudo.ts';

type Values = Readonly<Record<string, string | number>>;

/** `?locale=en-XA` shows the pseudo-locale: a text that stays plain English is not in the catalogue. */
const isPseudo = new URLSearchParams(globalThis.location?.search ?? '').get('locale') === 'en-XA';

/** A text of the catalogue with its placeholders filled. */
export function message(key: MessageKey, values: Values = {}): string {
  const text = isPseudo ? pseudo(en[key]) : en[key];
  return text.replace(/\{(\w+)\}/g, (_placeholder, name: string) => String(values[name] ?? ''));
}
