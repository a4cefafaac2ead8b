import { TextDecoder } from 'node:util';

/**
 * Text decoders of Specific Character Set (PS3.3 section C.12.1.1.2). With code extensions the encoding that switches
 * by escape sequences is taken where there is one (ISO 2022 IR 87, 159), else that of the last term.
 */
const encodingOfTerm: Readonly<Record<string, string>> = {
  '': 'windows-1252',
  'ISO_IR 6': 'windows-1252',
  'ISO_IR 100': 'windows-1252',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 148': 'windows-1254',
  'ISO_IR 203': 'iso-8859-15',
  'ISO_IR 13': 'shift_jis',
  'ISO_IR 166': 'windows-874',
  'ISO_IR 192': 'utf-8',
  GB18030: 'gb18030',
  GBK: 'gbk',
  'ISO_IR 87': 'iso-2022-jp',
  'ISO_IR 159': 'iso-2022-jp',
  'ISO_IR 149': 'euc-kr',
  'ISO_IR 58': 'gbk',
};

export function textDecoderFor(terms: readonly string[]): TextDecoder {
  const plain = terms.map((term) => term.trim().toUpperCase().replace('ISO 2022 IR', 'ISO_IR'));
  const encodings = plain.map((term) => encodingOfTerm[term] ?? 'windows-1252');
  const switching = encodings.find((encoding) => encoding === 'iso-2022-jp');
  return new TextDecoder(switching ?? encodings.at(-1) ?? 'windows-1252');
}
