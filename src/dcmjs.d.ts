/** The part of dcmjs 0.51 that is used here; the package ships no types. */
declare module 'dcmjs' {
  /** An element as parsed: values by VR; sequences are arrays of data sets; bulk data are ArrayBuffers. */
  interface ParsedElement {
    readonly vr: string | undefined;
    readonly Value?: unknown;
  }

  type ParsedDataSet = Readonly<Record<string, ParsedElement>>;

  interface ReadOptions {
    readonly ignoreErrors?: boolean;
    /** Tag ("7FE00010") at which reading stops. */
    readonly untilTag?: string;
    readonly includeUntilTagValue?: boolean;
  }

  class DicomDict {
    constructor(meta: ParsedDataSet);
    meta: ParsedDataSet;
    dict: ParsedDataSet;
    write(options?: { readonly fragmentMultiframe?: boolean }): ArrayBuffer;
  }

  export const data: {
    readonly DicomMessage: { readFile(file: ArrayBuffer, options?: ReadOptions): DicomDict };
    readonly DicomDict: typeof DicomDict;
    readonly DicomMetaDictionary: {
      denaturalizeDataset(dataSet: Readonly<Record<string, unknown>>): ParsedDataSet;
    };
  };

  export const log: { setLevel(level: string): void };
}
