/**
 * SMART scopes: v1 `patient/Observation.read`, v2 `patient/Observation.rs?category=laboratory`. A v2 query restriction
 * counts as granted: the server applies it.
 */
const SCOPE = /^(?:patient|user|system)\/(\*|[A-Z][A-Za-z]+)\.(\*|read|write|c?r?u?d?s?)(?:\?.*)?$/;

const V2_LETTER = { read: 'r', search: 's', create: 'c', update: 'u' } as const;
type Interaction = keyof typeof V2_LETTER;

/**
 * Whether the scopes let a token read, search, create or update a resource type. Without any FHIR scope listed nothing can be told, and
 * the server is asked.
 */
export function scopesAllow(
  scopes: readonly string[],
  resourceType: string,
  interaction: Interaction,
): boolean {
  const clinical = scopes.map((scope) => SCOPE.exec(scope)).filter((match) => match !== null);
  if (clinical.length === 0) return true;
  return clinical.some(([, type, permission = '']) => {
    if (type !== '*' && type !== resourceType) return false;
    if (permission === '*') return true;
    const isWriting = interaction === 'create' || interaction === 'update';
    if (permission === 'read') return !isWriting;
    if (permission === 'write') return isWriting;
    return permission.includes(V2_LETTER[interaction]);
  });
}
