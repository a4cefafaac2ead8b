import type { Bundle, Resource } from '@medplum/fhirtypes';

/** What the EHR reads of a CDS service's answers (CDS Hooks 2.0): an EHR knows the protocol, never the service's code. */
export interface DiscoveredService {
  readonly hook: string;
  readonly id: string;
  readonly title?: string;
  readonly prefetch?: Readonly<Record<string, string>>;
}

export interface CdsAction {
  readonly type: 'create' | 'update' | 'delete';
  readonly description: string;
  readonly resource?: Resource;
  readonly resourceId?: string;
}

export interface CdsSuggestion {
  readonly label: string;
  readonly uuid?: string;
  readonly isRecommended?: boolean;
  readonly actions?: readonly CdsAction[];
}

export interface CdsLink {
  readonly label: string;
  readonly url: string;
  readonly type: 'absolute' | 'smart';
  readonly appContext?: string;
}

export interface CdsCoding {
  readonly code: string;
  readonly system?: string;
  readonly display?: string;
}

export interface CdsCard {
  readonly uuid?: string;
  readonly summary: string;
  readonly detail?: string;
  readonly indicator: 'info' | 'warning' | 'critical';
  readonly source: { readonly label: string; readonly url?: string; readonly icon?: string };
  readonly suggestions?: readonly CdsSuggestion[];
  readonly overrideReasons?: readonly CdsCoding[];
  readonly links?: readonly CdsLink[];
}

export type HookContext =
  | { readonly hook: 'patient-view'; readonly patientId: string; readonly encounterId?: string | undefined }
  | {
      readonly hook: 'order-select';
      readonly patientId: string;
      readonly encounterId?: string | undefined;
      readonly selections: readonly string[];
      readonly draftOrders: Bundle;
    }
  | {
      readonly hook: 'order-sign';
      readonly patientId: string;
      readonly encounterId?: string | undefined;
      readonly draftOrders: Bundle;
    };

export interface CdsFeedback {
  readonly card: string;
  readonly outcome: 'accepted' | 'overridden';
  readonly acceptedSuggestions?: readonly { readonly id: string }[];
  readonly overrideReason?: { readonly reason?: CdsCoding; readonly userComment?: string };
  readonly outcomeTimestamp: string;
}
