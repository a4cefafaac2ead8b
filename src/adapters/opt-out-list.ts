import { readFileSync, statSync } from 'node:fs';
import { TrabeculaError } from '../errors.ts';
import type { Tenant } from '../flow/tenant.ts';

interface List {
  readonly readAtMs: number;
  readonly version: string;
  readonly patientIds: ReadonlySet<string>;
}

/** Who stands on the tenants' lists. */
export interface OptOutLists {
  hasOptedOut(tenantId: string, patientId: string): boolean;
  /** Undefined: the tenant has no list. */
  patientIds(tenantId: string): ReadonlySet<string> | undefined;
}

/** A name added to the list counts within this time. */
const LOOK_AGAIN_MS = 5_000;

function versionOf(path: string): string {
  const { mtimeMs, size, ino } = statSync(path);
  return `${mtimeMs} ${size} ${ino}`;
}

function patientIdsOf(text: string): ReadonlySet<string> {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/#.*/, '').trim());
  return new Set(lines.filter((line) => line !== '').map((line) => line.replace(/^Patient\//, '')));
}

/**
 * Lists of patient ids (one a line, `#` begins a remark) in the tenants' `optOutListFile`s; a changed file is read
 * again. When a file cannot be read any more the last list stands. Throws TrabeculaError "bad-configuration" when one
 * cannot be read at the start: an empty list must never stand for an unread one.
 */
export function openOptOutLists(tenants: readonly Tenant[], clock: () => Date): OptOutLists {
  const lists = new Map<string, List>();
  const read = (path: string, earlier: List | undefined): List => {
    const readAtMs = clock().getTime();
    if (earlier !== undefined && readAtMs - earlier.readAtMs < LOOK_AGAIN_MS) return earlier;
    try {
      const version = versionOf(path);
      if (version === earlier?.version) return { ...earlier, readAtMs };
      return { readAtMs, version, patientIds: patientIdsOf(readFileSync(path, 'utf8')) };
    } catch (cause) {
      if (earlier !== undefined) return { ...earlier, readAtMs };
      throw new TrabeculaError('bad-configuration', `optOutListFile: cannot read ${path}`, { cause });
    }
  };
  const paths = new Map(tenants.map(({ id, optOutListFile }) => [id, optOutListFile]));
  const listOf = (tenantId: string): List | undefined => {
    const path = paths.get(tenantId);
    if (path === undefined) return undefined;
    const list = read(path, lists.get(tenantId));
    lists.set(tenantId, list);
    return list;
  };
  for (const { id } of tenants) listOf(id);
  return {
    hasOptedOut: (tenantId, patientId) => listOf(tenantId)?.patientIds.has(patientId) ?? false,
    patientIds: (tenantId) => listOf(tenantId)?.patientIds,
  };
}
