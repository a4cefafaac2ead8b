import { z } from 'zod';

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

/** Whether a host name or address is this machine's own loopback. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_HOSTS.has(host);
}

/** An https URL, or http on loopback (a sandbox, a sidecar); no credentials, no fragment; no trailing slash kept. */
export const secureUrl = z
  .string()
  .refine((text) => URL.canParse(text), 'must be an absolute URL')
  .transform((text) => new URL(text))
  .refine(
    (url) => url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname)),
    'must be https (http is accepted on a loopback address only)',
  )
  .refine((url) => url.username === '' && url.password === '', 'must not hold credentials')
  .refine((url) => url.hash === '', 'must not hold a fragment')
  .transform((url) => url.href.replace(/\/$/, ''));

const CHART_PLACEHOLDER = '{patientId}';

/**
 * Address of a patient's chart for people: https (or http on loopback), with `{patientId}` where the FHIR id goes, not in
 * the host. Unlike other addresses it may hold a fragment: charts that are one page keep their place there.
 */
export const chartUrl = z
  .string()
  .refine((text) => text.includes(CHART_PLACEHOLDER), `must hold ${CHART_PLACEHOLDER}`)
  .refine((text) => {
    const [url, other] = ['a', 'b'].map((id) => text.replaceAll(CHART_PLACEHOLDER, id));
    if (url === undefined || other === undefined || !URL.canParse(url) || !URL.canParse(other)) return false;
    const { origin, hash, username, password } = new URL(url);
    const withoutHash = hash === '' ? url : url.slice(0, -hash.length);
    return (
      origin === new URL(other).origin &&
      username + password === '' &&
      secureUrl.safeParse(withoutHash).success
    );
  }, 'must be an https address with {patientId} behind the host (http is accepted on a loopback address only)');

/** An origin as browsers send it: scheme, host, port, nothing else. */
export const browserOrigin = z
  .string()
  .refine((text) => URL.canParse(text) && new URL(text).origin === text, {
    message: 'must be an origin such as "https://ehr.example.org", without path or "*"',
  });

export const isoDate = z.iso.date('must be a date, YYYY-MM-DD');

export const positiveInteger = (largest: number) =>
  z
    .number()
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(largest, `must be at most ${largest}`);

export const nonEmpty = z.string().min(1, 'must not be empty');
