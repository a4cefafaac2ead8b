/** How the archive knows us. Mutual TLS is separate: it goes with each of these. */
export type ArchiveAuthorization =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly userName: string; readonly password: string }
  /** `token` is asked for each request, so that a short-lived token is renewed by its owner. */
  | { readonly kind: 'bearer'; readonly token: (signal: AbortSignal) => Promise<string> };

/** PEM texts. `certificateAuthorityPem` replaces the system's authorities (a hospital's own). */
export interface ArchiveTls {
  readonly certificatePem?: string;
  readonly privateKeyPem?: string;
  readonly privateKeyPassphrase?: string;
  readonly certificateAuthorityPem?: string;
}

export interface ArchiveLimits {
  readonly connectTimeoutMs: number;
  /** One request from the first byte sent to the last byte read. */
  readonly attemptTimeoutMs: number;
  readonly maxInstanceBytes: number;
  /** QIDO-RS and metadata answers. */
  readonly maxJsonBytes: number;
  readonly concurrentRequests: number;
  readonly requestsPerSecond: number;
  /** Waits before the second, third, ... try of a read; reads change nothing, so repeating them is safe. */
  readonly retryDelaysMs: readonly number[];
  /** An archive that asks us to wait longer than this (Retry-After) is called unavailable at once. */
  readonly longestRetryAfterSeconds: number;
  readonly studiesPerPage: number;
  readonly maxStudies: number;
}

/** Retries as the MONAI Informatics Gateway has them; sizes fit an uncompressed 16-bit 4300 x 4300 film 6 times. */
export const DEFAULT_ARCHIVE_LIMITS: ArchiveLimits = {
  connectTimeoutMs: 5_000,
  attemptTimeoutMs: 30_000,
  maxInstanceBytes: 256 * 2 ** 20,
  maxJsonBytes: 32 * 2 ** 20,
  concurrentRequests: 4,
  requestsPerSecond: 20,
  retryDelaysMs: [250, 500, 1000],
  longestRetryAfterSeconds: 5,
  studiesPerPage: 100,
  maxStudies: 10_000,
};

/** One tenant's DICOMweb archive. */
export interface ArchiveAccess {
  /** DICOMweb root, e.g. "https://pacs.example.org/dicom-web". */
  readonly baseUrl: string;
  /** Hosts ("pacs.example.org", or "pacs.example.org:8443") that may be called; nothing else ever is. */
  readonly allowedHosts: readonly string[];
  readonly authorization: ArchiveAuthorization;
  readonly tls?: ArchiveTls;
  readonly limits?: Partial<ArchiveLimits>;
}
