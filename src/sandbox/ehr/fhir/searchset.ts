import type { Bundle } from '@medplum/fhirtypes';

/** Completes a search result: `fullUrl` of each entry, and the `self` and `next` links that pages are followed by. */
export function completeSearchset(bundle: Bundle, fhirBaseUrl: string, requestUrl: string): Bundle {
  if (bundle.type !== 'searchset') return bundle;
  const self = new URL(requestUrl.replace(/^\//, ''), `${fhirBaseUrl}/`);
  const count = Number(self.searchParams.get('_count') ?? Number.NaN);
  const offset = Number(self.searchParams.get('_offset') ?? 0);
  const link = [{ relation: 'self', url: self.href }];
  if (count > 0 && (bundle.total ?? 0) > offset + count) {
    const next = new URL(self);
    next.searchParams.set('_offset', String(offset + count));
    link.push({ relation: 'next', url: next.href });
  }
  const entry = (bundle.entry ?? []).map((each) => ({
    fullUrl: `${fhirBaseUrl}/${each.resource?.resourceType}/${each.resource?.id}`,
    ...each,
  }));
  const { entry: _entry, ...rest } = bundle;
  return { ...rest, link, ...(entry.length > 0 ? { entry } : {}) };
}
