import type { CapabilityStatement, ResourceType } from '@medplum/fhirtypes';
import type { FhirHttp } from './fhir-http.ts';

/** What a server says of itself (FHIR R4 CapabilityStatement.rest). */
export interface ServerCapability {
  readonly hasTransactions: boolean;
  creates(resourceType: ResourceType): boolean;
  createsConditionally(resourceType: ResourceType): boolean;
}

const KEPT_FOR_MS = 10 * 60_000;

export function capabilityOf(statement: CapabilityStatement): ServerCapability {
  const rest = statement.rest?.find(({ mode }) => mode === 'server');
  const resource = (type: ResourceType) => rest?.resource?.find((one) => one.type === type);
  return {
    hasTransactions: rest?.interaction?.some(({ code }) => code === 'transaction') ?? false,
    creates: (type) => resource(type)?.interaction?.some(({ code }) => code === 'create') ?? false,
    createsConditionally: (type) => resource(type)?.conditionalCreate ?? false,
  };
}

/** The capability of a server, asked again every ten minutes. */
export function openCapability(http: FhirHttp): () => Promise<ServerCapability> {
  let kept: { readonly at: number; readonly capability: ServerCapability } | undefined;
  return async () => {
    const now = http.settings.clock().getTime();
    if (kept === undefined || now - kept.at > KEPT_FOR_MS) {
      const { body } = await http.request({ method: 'GET', url: 'metadata' });
      kept = { at: now, capability: capabilityOf(body as CapabilityStatement) };
    }
    return kept.capability;
  };
}
