import { en } from './en.ts';
import { pseudo } from './pseudo.ts';

type Values = Readonly<Record<string, string | number>>;

/** `?locale=en-XA` shows the pseudo-locale: a text that stays plain English is not in the catalogue. */
const isPseudo = new URLSearchParams(globalThis.location?.search ?? '').get('locale') === 'en-XA';

/** How texts of a catalogue are shown, with their placeholders filled. */
export function messagesOf<Key extends string>(
  catalogue: Readonly<Record<Key, string>>,
): (key: Key, values?: Values) => string {
  return (key, values = {}) => {
    const text = isPseudo ? pseudo(catalogue[key]) : catalogue[key];
    return text.replace(/\{(\w+)\}/g, (_placeholder, name: string) => String(values[name] ?? ''));
  };
}

/** A text of the app's catalogue. */
export const message = messagesOf(en);
