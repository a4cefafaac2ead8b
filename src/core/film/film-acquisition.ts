import { numberOf, textOf, type DicomJson } from './dicom-attributes.ts';

/**
 * How a film was made, for the watch over what comes in. Maker and model name are the only texts (LO: 64 characters);
 * nothing that a person typed about the patient is among them.
 */
export interface FilmAcquisition {
  /** Manufacturer (0008,0070). */
  readonly manufacturer: string | undefined;
  /** ManufacturerModelName (0008,1090). */
  readonly modelName: string | undefined;
  /** KVP (0018,0060): peak tube voltage in kV; undefined when absent or not above zero. */
  readonly tubeVoltageKv: number | undefined;
}

const MOST_CHARACTERS = 64;

export function filmAcquisitionOf(data: DicomJson): FilmAcquisition {
  const voltage = numberOf(data, '00180060');
  return {
    manufacturer: textOf(data, '00080070')?.slice(0, MOST_CHARACTERS),
    modelName: textOf(data, '00081090')?.slice(0, MOST_CHARACTERS),
    tubeVoltageKv: voltage !== undefined && voltage > 0 ? voltage : undefined,
  };
}
