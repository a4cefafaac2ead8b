/** silent: assesses and records, shows nothing. research: shows to listed users. live: shows to the configured roles. */
export type Mode = 'silent' | 'research' | 'live';

/** Why a tenant does not have the mode that it asks for. */
export type ModeObstacle =
  | 'silent-by-setting'
  | 'no-model'
  | 'simulated-training'
  | 'silenced'
  | 'no-pool'
  | 'no-research-permission'
  | 'research-permission-expired'
  | 'no-research-users'
  | 'no-regulatory-status'
  | 'no-validation-of-this-model'
  | 'criteria-not-locked-before-results'
  | 'criteria-not-met'
  | 'sign-off-missing'
  | 'one-person-signed-twice';

export interface Obstacle {
  readonly code: ModeObstacle;
  /** One sentence for operators; holds no patient data. */
  readonly text: string;
}

export interface ModeDecision {
  readonly mode: Mode;
  /** Who may see output in research mode: userIds, or everyone in the sandbox. Undefined outside research mode. */
  readonly users: readonly string[] | 'everyone' | undefined;
  /** Empty when the tenant has the mode that it asks for. */
  readonly obstacles: readonly Obstacle[];
}
