import type { Known } from '../patient/known.ts';

export type UserKind = 'Practitioner' | 'PractitionerRole' | 'Patient' | 'RelatedPerson';

/** An order that is being written, as the decision sees it. */
export interface DraftOrder {
  /** "ServiceRequest/x", as the hook's context names it. */
  readonly reference: string;
  readonly orders: 'central-dxa' | 'peripheral-dxa' | 'lumbar-radiograph' | 'other';
  /** order-select: the user chose it just now; order-sign: true for every draft. */
  readonly selected: boolean;
}

/** Who asks, and from where. "screening" is the work list and the command line: nobody is interrupted. */
export type DecisionRequest =
  | { readonly hook: 'screening' }
  | {
      readonly hook: 'patient-view' | 'order-select' | 'order-sign';
      readonly user: {
        readonly id: string;
        readonly kind: UserKind;
        /** PractitionerRole.code values of the user, where they could be read. */
        readonly roleCodes: Known<readonly string[]>;
      };
      readonly draftOrders: readonly DraftOrder[];
    };

/** The channel that a card spoke for; showings, caps and snoozes are kept apart by it. */
export type CardChannel = 'ai' | 'guideline' | 'safety' | 'order';

/** Earlier showings and feedback of this patient, oldest or newest first. */
export interface DecisionHistory {
  readonly showings: readonly {
    readonly userId: string;
    readonly channel: CardChannel;
    readonly issuedAt: Date;
  }[];
  readonly feedback: readonly {
    readonly userId: string;
    readonly channel: CardChannel;
    readonly outcome: 'accepted' | 'overridden';
    readonly overrideReasonCode: string | undefined;
    readonly at: Date;
  }[];
}
