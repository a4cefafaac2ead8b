/** The relative form of a reference to this FHIR server ("Patient/1"), which servers may also write with their address. */
export function ownReference(fhirServer: string): (reference: string) => string {
  const base = `${fhirServer.replace(/\/+$/, '')}/`;
  return (reference) => (reference.startsWith(base) ? reference.slice(base.length) : reference);
}
