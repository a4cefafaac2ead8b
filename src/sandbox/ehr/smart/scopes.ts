import { CHART_RESOURCE_TYPES } from '../fhir/capability-statement.ts';

/** What a scope lets a client do with a resource type (SMART App Launch 2.2, section "Scopes for requesting FHIR resources"). */
export type Permission = 'c' | 'r' | 'u' | 'd' | 's';

export interface ResourceScope {
  readonly context: 'patient' | 'user' | 'system';
  readonly resourceType: string;
  readonly permissions: ReadonlySet<Permission>;
}

/** Scopes that name no resource: those of SMART App Launch, and `roles` for the sign-in of staff. */
export const CONTEXT_SCOPES = [
  'openid',
  'fhirUser',
  'profile',
  'roles',
  'offline_access',
  'online_access',
  'launch',
  'launch/patient',
  'launch/encounter',
] as const;

const SCOPE = /^(patient|user|system)\/(\*|[A-Z][A-Za-z]+)\.(read|write|\*|c?r?u?d?s?)$/;

const V1: Readonly<Record<string, readonly Permission[]>> = {
  read: ['r', 's'],
  write: ['c', 'u', 'd'],
  '*': ['c', 'r', 'u', 'd', 's'],
};

/** One resource scope, of SMART version 1 or 2; undefined for any other text. */
export function parseResourceScope(scope: string): ResourceScope | undefined {
  const [, context, resourceType, letters] = SCOPE.exec(scope) ?? [];
  if (context === undefined || resourceType === undefined || !letters) return undefined;
  return {
    context: context as ResourceScope['context'],
    resourceType,
    permissions: new Set(V1[letters] ?? ([...letters] as Permission[])),
  };
}

/** Every permission string of SMART 2 in its required order (c r u d s), and the three of version 1. */
function permissionStrings(): string[] {
  const letters = ['c', 'r', 'u', 'd', 's'];
  const subsets = Array.from({ length: 31 }, (_, index) =>
    letters.filter((_letter, bit) => ((index + 1) >> bit) & 1).join(''),
  );
  return [...subsets, ...Object.keys(V1)];
}

/** All scopes that the authorization server knows: its library wants them listed. */
export function knownScopes(): string[] {
  const permissions = permissionStrings();
  const resourceScopes = ['patient', 'user', 'system'].flatMap((context) =>
    ['*', ...CHART_RESOURCE_TYPES].flatMap((type) =>
      permissions.map((permission) => `${context}/${type}.${permission}`),
    ),
  );
  return [...CONTEXT_SCOPES, ...resourceScopes];
}
