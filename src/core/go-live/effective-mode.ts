import type { TrainingDataKind } from '../evidence/image-evidence.ts';
import { missingForLive, newest, ofKind } from './live-requirements.ts';
import type { Mode, ModeDecision, Obstacle } from './mode-decision.ts';
import type { GoLiveRecord, ModelSet } from './records.ts';

/** What the rules need to know of a tenant (`Tenant` of the flow has all of it). */
export interface GoLiveTenant {
  readonly id: string;
  /** The mode that the configuration asks for: an upper bound, never a permission. */
  readonly mode: Mode;
  readonly sandbox: boolean;
  readonly research:
    | { readonly ethicsReference: string; readonly expiresOn: string; readonly users: readonly string[] }
    | undefined;
  readonly regulatoryStatus: string | undefined;
  readonly pool: { readonly name: string; readonly dxaPerWeek: number } | undefined;
}

/** The models that would speak: the active set, or a challenger that runs beside it. */
export interface RunningModels extends ModelSet {
  /** Of every package involved, the combination included. */
  readonly trainingData: readonly TrainingDataKind[];
}

/**
 * The mode that a tenant has now with these models. Every rule is a reason to stay silent; none can be set aside by a
 * setting. Simulated-trained models speak in the sandbox alone, and the sandbox is never live.
 */
export function effectiveMode(
  tenant: GoLiveTenant,
  models: RunningModels,
  records: readonly GoLiveRecord[],
  asOf: Date,
): ModeDecision {
  const ofTenant = records.filter((r) => r.tenantId === tenant.id);
  if (tenant.mode === 'silent')
    return silent([{ code: 'silent-by-setting', text: 'the tenant is configured to be silent' }]);
  const common = [...modelObstacles(tenant, models), ...silencedObstacles(ofTenant, asOf)];
  if (tenant.sandbox)
    return common.length > 0 ? silent(common) : { mode: 'research', users: 'everyone', obstacles: [] };
  const obstacles = [
    ...common,
    ...poolObstacles(tenant),
    ...(tenant.mode === 'research'
      ? researchObstacles(tenant, asOf)
      : [...regulatoryObstacles(tenant), ...missingForLive(models, ofTenant, asOf)]),
  ];
  if (obstacles.length > 0) return silent(obstacles);
  return {
    mode: tenant.mode,
    users: tenant.mode === 'research' ? tenant.research?.users : undefined,
    obstacles,
  };
}

function silent(obstacles: readonly Obstacle[]): ModeDecision {
  return { mode: 'silent', users: undefined, obstacles };
}

function modelObstacles(tenant: GoLiveTenant, models: RunningModels): readonly Obstacle[] {
  if (models.versions.ap === undefined && models.versions.lateral === undefined)
    return [{ code: 'no-model', text: 'no model is running' }];
  // Anything but a plain "clinical" from every package keeps a real tenant silent.
  const clinical = models.trainingData.length > 0 && models.trainingData.every((kind) => kind === 'clinical');
  if (tenant.sandbox || clinical) return [];
  return [
    {
      code: 'simulated-training',
      text: 'a running model was trained on simulated radiographs: it stays silent on real patients',
    },
  ];
}

function silencedObstacles(records: readonly GoLiveRecord[], asOf: Date): readonly Obstacle[] {
  const past = records.filter((r) => r.at <= asOf);
  const silenced = newest(ofKind(past, 'silenced'));
  if (silenced === undefined) return [];
  const lifted = newest(ofKind(past, 'silence-lifted'));
  if (lifted !== undefined && lifted.at > silenced.at) return [];
  return [{ code: 'silenced', text: `put back to silent: ${silenced.reason}` }];
}

function poolObstacles(tenant: GoLiveTenant): readonly Obstacle[] {
  if (tenant.pool !== undefined && tenant.pool.dxaPerWeek > 0) return [];
  return [
    { code: 'no-pool', text: 'no named bone-health pool with its DXA capacity a week is set for follow-up' },
  ];
}

function researchObstacles(tenant: GoLiveTenant, asOf: Date): readonly Obstacle[] {
  if (tenant.research === undefined || tenant.research.ethicsReference.trim() === '')
    return [{ code: 'no-research-permission', text: 'no ethics reference is recorded' }];
  const found: Obstacle[] = [];
  // The permission holds through its last day (UTC). A date that cannot be read is no permission.
  const end = Date.parse(`${tenant.research.expiresOn}T23:59:59.999Z`);
  if (!(asOf.getTime() <= end))
    found.push({
      code: 'research-permission-expired',
      text: `the ethics permission ended on ${tenant.research.expiresOn}`,
    });
  if (tenant.research.users.length === 0)
    found.push({ code: 'no-research-users', text: 'no users are listed for the research' });
  return found;
}

function regulatoryObstacles(tenant: GoLiveTenant): readonly Obstacle[] {
  if (tenant.regulatoryStatus !== undefined && tenant.regulatoryStatus.trim() !== '') return [];
  return [
    {
      code: 'no-regulatory-status',
      text: "the regulatory status in the tenant's jurisdiction is not recorded",
    },
  ];
}
