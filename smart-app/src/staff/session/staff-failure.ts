/** Why a staff API did not do what was asked. `refused` holds the service's own words, which are written for people. */
export type StaffFailureKind = 'signed-out' | 'forbidden' | 'refused' | 'unavailable';

export class StaffFailure extends Error {
  readonly kind: StaffFailureKind;

  constructor(kind: StaffFailureKind, words: string) {
    super(words);
    this.name = 'StaffFailure';
    this.kind = kind;
  }
}

/** Of an answer that is no success. An OperationOutcome's text is shown; a fault of the service's own is not. */
export async function failureOf(response: Response): Promise<StaffFailure> {
  if (response.status === 401) return new StaffFailure('signed-out', '');
  const outcome = (await response.json().catch(() => undefined)) as
    { readonly issue?: readonly { readonly details?: { readonly text?: string } }[] } | undefined;
  const words = outcome?.issue?.[0]?.details?.text ?? '';
  if (response.status === 403) return new StaffFailure('forbidden', words);
  return new StaffFailure(response.status < 500 && words !== '' ? 'refused' : 'unavailable', words);
}
