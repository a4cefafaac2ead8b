export type Codec = 'none' | 'rle' | 'jpeg' | 'jpeg-ls' | 'jpeg-2000' | 'htj2k';

export interface TransferSyntax {
  readonly uid: string;
  readonly name: string;
  readonly codec: Codec;
  readonly byteOrder: 'little' | 'big';
}

function syntax(
  uid: string,
  name: string,
  codec: Codec,
  byteOrder: 'little' | 'big' = 'little',
): TransferSyntax {
  return { uid, name, codec, byteOrder };
}

/** Transfer syntaxes that are decoded (PS3.5 section 10, PS3.6 annex A). Video (MPEG, HEVC) and JPIP are not. */
export const transferSyntaxes: readonly TransferSyntax[] = [
  syntax('1.2.840.10008.1.2', 'Implicit VR Little Endian', 'none'),
  syntax('1.2.840.10008.1.2.1', 'Explicit VR Little Endian', 'none'),
  syntax('1.2.840.10008.1.2.1.99', 'Deflated Explicit VR Little Endian', 'none'),
  syntax('1.2.840.10008.1.2.2', 'Explicit VR Big Endian', 'none', 'big'),
  syntax('1.2.840.10008.1.2.5', 'RLE Lossless', 'rle'),
  syntax('1.2.840.10008.1.2.4.50', 'JPEG Baseline', 'jpeg'),
  syntax('1.2.840.10008.1.2.4.51', 'JPEG Extended', 'jpeg'),
  syntax('1.2.840.10008.1.2.4.57', 'JPEG Lossless', 'jpeg'),
  syntax('1.2.840.10008.1.2.4.70', 'JPEG Lossless, first-order prediction', 'jpeg'),
  syntax('1.2.840.10008.1.2.4.80', 'JPEG-LS Lossless', 'jpeg-ls'),
  syntax('1.2.840.10008.1.2.4.81', 'JPEG-LS Near-Lossless', 'jpeg-ls'),
  syntax('1.2.840.10008.1.2.4.90', 'JPEG 2000 Lossless', 'jpeg-2000'),
  syntax('1.2.840.10008.1.2.4.91', 'JPEG 2000', 'jpeg-2000'),
  syntax('1.2.840.10008.1.2.4.201', 'HTJ2K Lossless', 'htj2k'),
  syntax('1.2.840.10008.1.2.4.202', 'HTJ2K Lossless RPCL', 'htj2k'),
  syntax('1.2.840.10008.1.2.4.203', 'HTJ2K', 'htj2k'),
];

const byUid: ReadonlyMap<string, TransferSyntax> = new Map(transferSyntaxes.map((item) => [item.uid, item]));

export function transferSyntaxOf(uid: string): TransferSyntax | undefined {
  return byUid.get(uid);
}
