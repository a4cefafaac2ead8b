/** Whether a text is a DICOM UID: digits and dots, at most 64 characters (PS3.5 section 9.1). */
export function isDicomUid(text: string | undefined): text is string {
  return text !== undefined && text.length <= 64 && /^[0-9]+(\.[0-9]+)+$/.test(text);
}
