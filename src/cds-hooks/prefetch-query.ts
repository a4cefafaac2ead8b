import type { ResourceType } from '@medplum/fhirtypes';
import { TrabeculaError } from '../errors.ts';
import type { HookContext } from './protocol.ts';

/**
 * One FHIR query that the decision asks of a chart. Parameter values may hold prefetch tokens. Only what "Prefetch query
 * restrictions" recommends: reads, searches by reference, token equality, date comparators, `_count`, `_sort`.
 */
export interface PrefetchQuery {
  /** Key in `prefetch`. */
  readonly key: string;
  readonly resourceType: ResourceType;
  readonly by:
    | { readonly kind: 'read'; readonly id: string }
    | { readonly kind: 'search'; readonly parameters: Readonly<Record<string, string>> };
  /** `necessary`: without an answer there is no honest decision. `helpful`: the decision says what it did not see. */
  readonly necessity: 'necessary' | 'helpful';
}

/** A query with its tokens filled in. */
export type ResolvedQuery =
  | { readonly kind: 'read'; readonly resourceType: ResourceType; readonly id: string }
  | {
      readonly kind: 'search';
      readonly resourceType: ResourceType;
      readonly parameters: Readonly<Record<string, string>>;
    };

/** "Prefetch tokens": root primitives of every hook's context here, and the user's identifiers. */
export const PREFETCH_TOKENS = [
  'context.userId',
  'context.patientId',
  'context.encounterId',
  'userPractitionerId',
  'userPractitionerRoleId',
  'userPatientId',
  'userRelatedPersonId',
] as const;
type PrefetchToken = (typeof PREFETCH_TOKENS)[number];

const TOKEN = /\{\{([^{}]*)\}\}/g;

function userIdOf(context: HookContext, type: string): string | undefined {
  const [userType, id] = context.userId.split('/');
  return userType === type ? id : undefined;
}

function valueOf(token: PrefetchToken, context: HookContext): string | undefined {
  switch (token) {
    case 'context.userId':
      return context.userId;
    case 'context.patientId':
      return context.patientId;
    case 'context.encounterId':
      return context.encounterId;
    case 'userPractitionerId':
      return userIdOf(context, 'Practitioner');
    case 'userPractitionerRoleId':
      return userIdOf(context, 'PractitionerRole');
    case 'userPatientId':
      return userIdOf(context, 'Patient');
    case 'userRelatedPersonId':
      return userIdOf(context, 'RelatedPerson');
  }
}

function knownToken(token: string | undefined): PrefetchToken {
  const known = PREFETCH_TOKENS.find((name) => name === token);
  if (known === undefined) throw new TypeError(`"${token}" is no prefetch token`);
  return known;
}

/** The tokens of a text. Throws TypeError on one that the specification does not name: a mistake in our own query. */
export const tokensOf = (text: string): readonly PrefetchToken[] =>
  [...text.matchAll(TOKEN)].map(([, token]) => knownToken(token));

/** The prefetch template that discovery publishes, e.g. `Condition?patient={{context.patientId}}`. */
export function templateOf(query: PrefetchQuery): string {
  if (query.by.kind === 'read') {
    tokensOf(query.by.id);
    return `${query.resourceType}/${query.by.id}`;
  }
  const parameters = Object.entries(query.by.parameters).map(([name, value]) => {
    tokensOf(value);
    return `${name}=${value}`;
  });
  return `${query.resourceType}?${parameters.join('&')}`;
}

function fill(text: string, context: HookContext): string | undefined {
  let isMissing = false;
  const filled = text.replace(TOKEN, (_, token: string) => {
    const value = valueOf(knownToken(token), context);
    isMissing ||= value === undefined;
    return value ?? '';
  });
  return isMissing ? undefined : filled;
}

/** The query for this call, or undefined when a token has no value (no encounter, another kind of user). */
export function resolveQuery(query: PrefetchQuery, context: HookContext): ResolvedQuery | undefined {
  const { resourceType } = query;
  if (query.by.kind === 'read') {
    const id = fill(query.by.id, context);
    return id === undefined ? undefined : { kind: 'read', resourceType, id };
  }
  const parameters: Record<string, string> = {};
  for (const [name, text] of Object.entries(query.by.parameters)) {
    const value = fill(text, context);
    if (value === undefined) return undefined;
    parameters[name] = value;
  }
  return { kind: 'search', resourceType, parameters };
}

/** Throws TrabeculaError "bad-configuration" when two queries share a key: the second would overwrite the first. */
export function checkKeys(queries: readonly PrefetchQuery[]): void {
  const keys = queries.map((query) => query.key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined)
    throw new TrabeculaError('bad-configuration', `prefetch key "${twice}" is used by two queries`);
}
