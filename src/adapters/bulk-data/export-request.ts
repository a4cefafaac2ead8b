/** FHIR Bulk Data Access (Flat FHIR) STU2 and STU3: what is asked for at kick-off. */
export type ExportLevel =
  | { readonly kind: 'system' }
  | { readonly kind: 'patient' }
  | { readonly kind: 'group'; readonly groupId: string };

export interface ExportRequest {
  readonly level: ExportLevel;
  readonly types: readonly string[];
  /** FHIR searches that narrow a type ("ImagingStudy?modality=DX,CR&started=ge2024-01-01"). */
  readonly typeFilters: readonly string[];
  /** FHIR instant: only resources changed since; the last export's transactionTime. */
  readonly since: string | undefined;
}

const pathOfLevel = (level: ExportLevel): string => {
  switch (level.kind) {
    case 'system':
      return '$export';
    case 'patient':
      return 'Patient/$export';
    case 'group':
      return `Group/${encodeURIComponent(level.groupId)}/$export`;
  }
};

/** The kick-off URL. GET with query parameters: STU2 and STU3 servers all take it. */
export function kickOffUrl(fhirBaseUrl: string, request: ExportRequest): URL {
  const url = new URL(
    pathOfLevel(request.level),
    fhirBaseUrl.endsWith('/') ? fhirBaseUrl : `${fhirBaseUrl}/`,
  );
  url.searchParams.set('_outputFormat', 'application/fhir+ndjson');
  if (request.types.length > 0) url.searchParams.set('_type', request.types.join(','));
  for (const filter of request.typeFilters) url.searchParams.append('_typeFilter', filter);
  if (request.since !== undefined) url.searchParams.set('_since', request.since);
  return url;
}

/** The same request for one type alone, with only the filters that speak of it. */
export function forOneType(request: ExportRequest, type: string): ExportRequest {
  return {
    ...request,
    types: [type],
    typeFilters: request.typeFilters.filter((filter) => filter.startsWith(`${type}?`)),
  };
}
