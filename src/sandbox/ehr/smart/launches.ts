import { randomBytes } from 'node:crypto';

/** What an app is launched with. `appContext` is the text of the card's link, handed over unread. */
export interface LaunchContext {
  readonly patientId: string;
  readonly encounterId: string | undefined;
  readonly appContext: string | undefined;
  /** The practitioner who opens the app. */
  readonly userId: string;
  /** False when the app is shown inside the chart, whose own banner names the patient already. */
  readonly needsPatientBanner: boolean;
}

const LAUNCH_LIFETIME_MS = 5 * 60 * 1000;

/** Launches that the EHR opened and apps have not yet used, and what each authorization grant was given for. */
export class Launches {
  readonly #open = new Map<string, { readonly context: LaunchContext; readonly until: number }>();
  readonly #granted = new Map<string, LaunchContext>();
  readonly #clock: () => Date;

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  /** Opens a launch and returns its opaque handle (the `launch` parameter). */
  open(context: LaunchContext): string {
    const handle = randomBytes(24).toString('base64url');
    this.#open.set(handle, { context, until: this.#clock().getTime() + LAUNCH_LIFETIME_MS });
    return handle;
  }

  find(handle: string): LaunchContext | undefined {
    const launch = this.#open.get(handle);
    return launch === undefined || launch.until < this.#clock().getTime() ? undefined : launch.context;
  }

  grant(grantId: string, context: LaunchContext): void {
    this.#granted.set(grantId, context);
  }

  ofGrant(grantId: string | undefined): LaunchContext | undefined {
    return grantId === undefined ? undefined : this.#granted.get(grantId);
  }
}
