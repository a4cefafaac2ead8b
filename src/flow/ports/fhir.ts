import type { Bundle, Resource, ResourceType } from '@medplum/fhirtypes';

/**
 * Reads one tenant's FHIR R4 server with one credential (the hook's own token within its call, or the tenant's
 * Backend Services token for work that outlives it). A token goes to the server that issued it and nowhere else.
 */
export interface FhirReader {
  /** The resource, or undefined when the server says that there is none (404, 410). */
  read<T extends Resource>(resourceType: T['resourceType'], id: string): Promise<T | undefined>;
  /**
   * All matches, pages followed on the same server only. Throws TrabeculaError "upstream-unavailable" when the server
   * cannot be reached or "upstream-refused" when it says no.
   */
  search<T extends Resource>(
    resourceType: T['resourceType'],
    parameters: Readonly<Record<string, string>>,
  ): Promise<T[]>;
}

/** What an entry of a written Bundle became. */
export interface WrittenEntry {
  readonly resourceType: ResourceType;
  readonly id: string;
  readonly outcome: 'created' | 'unchanged' | 'updated';
}

/** Writes to one tenant's FHIR server with the tenant's own credentials. */
export interface FhirWriter {
  /** One transaction; on servers without transactions the entries in order, each with its condition. */
  transaction(bundle: Bundle): Promise<readonly WrittenEntry[]>;
  /** The resource types and interactions that the server's CapabilityStatement and the granted scopes allow. */
  canCreate(resourceType: ResourceType): Promise<boolean>;
}
