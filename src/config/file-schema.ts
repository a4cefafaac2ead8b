import { z } from 'zod';
import { isLoopbackHost, nonEmpty, positiveInteger, secureUrl } from './setting-schema.ts';
import { tenantSchema } from './tenant-schema.ts';

const server = z
  .strictObject({
    host: nonEmpty.default('127.0.0.1'),
    port: z.number().int().min(0).max(65_535).default(3000),
    /** The address that clients use: audience of their JWTs, base of links. Default: http on host and port. */
    publicUrl: secureUrl.optional(),
    /** Certificate and key (PEM) to end TLS here; without it a reverse proxy must. */
    tls: z.strictObject({ certificateFile: nonEmpty, privateKeyFile: nonEmpty }).optional(),
    /** Addresses of reverse proxies whose X-Forwarded-* headers are believed. */
    trustedProxies: z.array(nonEmpty).default([]),
  })
  .prefault({})
  .refine((settings) => isLoopbackHost(settings.host) || settings.publicUrl !== undefined, {
    path: ['publicUrl'],
    message: 'is needed when the service listens on more than loopback',
  });

const limits = z
  .strictObject({
    requestBodyBytes: positiveInteger(100_000_000).default(5_000_000),
    hookCallsPerMinutePerClient: positiveInteger(1_000_000).default(60_000),
    /** Requests without a valid credential, by address. */
    anonymousRequestsPerMinute: positiveInteger(1_000_000).default(600),
    /** Above it a hook is answered from the guideline alone. */
    concurrentHookCalls: positiveInteger(10_000).default(64),
    /** Above it admin and batch calls get 503 with Retry-After. */
    concurrentAdminCalls: positiveInteger(1_000).default(8),
    jwtLifetimeSeconds: positiveInteger(3_600).default(300),
  })
  .prefault({});

/** The configuration file. Unknown settings are errors: a misspelt limit must not be ignored. */
export const fileSchema = z.strictObject({
  server,
  store: z.strictObject({ databaseUrl: nonEmpty.optional() }).prefault({}),
  dataFolder: nonEmpty.default('.trabecula'),
  modelsFolder: nonEmpty.optional(),
  workers: positiveInteger(256).optional(),
  logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  limits,
  tenants: z.array(tenantSchema).default([]),
});

export type FileSettings = z.infer<typeof fileSchema>;
