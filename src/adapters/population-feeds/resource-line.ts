import type { Bundle, OperationOutcome, Resource } from '@medplum/fhirtypes';
import { asList, isRecord, stringOf } from '../../fhir/loose-json.ts';

/** What one NDJSON line held: a resource, deletions, or a problem in words that hold no patient data. */
export type ResourceLine =
  | { readonly kind: 'resource'; readonly resource: Resource }
  | { readonly kind: 'deleted'; readonly references: readonly string[] }
  | { readonly kind: 'problem'; readonly text: string };

/** Reads a line of an output, deleted or error file. A line that cannot be read is a counted problem, never a stop. */
export function readResourceLine(line: string, where: string): ResourceLine {
  const value = parsed(line);
  if (value === undefined) return { kind: 'problem', text: `${where}: not JSON` };
  if (!isResource(value)) return { kind: 'problem', text: `${where}: no resourceType` };
  if (value.resourceType === 'OperationOutcome')
    return { kind: 'problem', text: `${where}: ${outcomeText(value)}` };
  if (value.resourceType === 'Bundle') return { kind: 'deleted', references: deletedReferences(value) };
  if (typeof value.id !== 'string')
    return { kind: 'problem', text: `${where}: ${value.resourceType} without id` };
  return { kind: 'resource', resource: value };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const isResource = (value: unknown): value is Resource =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as { resourceType?: unknown }).resourceType === 'string';

/** Codes only: diagnostics of a foreign server can quote a patient's data. */
const outcomeText = ({ issue }: OperationOutcome): string =>
  asList(issue)
    .map(({ severity, code }) => `${stringOf(severity) ?? 'error'} ${stringOf(code) ?? 'unknown'}`)
    .join(', ') || 'empty outcome';

/** A `deleted` file holds transaction Bundles whose entries are DELETE requests (Bulk Data STU2, section "deleted"). */
const deletedReferences = ({ entry }: Bundle): string[] =>
  asList(entry).flatMap(({ request }) =>
    isRecord(request) && request['method'] === 'DELETE' ? (stringOf(request['url']) ?? []) : [],
  );
