import type { Bundle, BundleEntry, Resource, ResourceType } from '@medplum/fhirtypes';
import { scopesAllow } from '../../cds-hooks/scopes.ts';
import { TrabeculaError } from '../../errors.ts';
import type { FhirWriter, WrittenEntry } from '../../flow/ports/fhir.ts';
import type { FhirAnswer, FhirHttp } from './fhir-http.ts';
import { openCapability, type ServerCapability } from './server-capability.ts';

type Entry = BundleEntry & { resource: Resource; request: NonNullable<BundleEntry['request']> };

/** "https://ehr/fhir/RiskAssessment/12/_history/1" -> its type and id. */
function placeOf(location: string | undefined): { resourceType: ResourceType; id: string } | undefined {
  const match = /([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/|$)/.exec(location ?? '');
  return match === null ? undefined : { resourceType: match[1] as ResourceType, id: match[2] ?? '' };
}

const outcomeOf = (method: string, status: number): WrittenEntry['outcome'] =>
  method === 'PUT' ? 'updated' : status === 201 ? 'created' : 'unchanged';

/** References to entries that have an id by now ("urn:uuid:..." -> "Device/5"). */
function withIds<T>(value: T, places: ReadonlyMap<string, string>): T {
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) =>
      key === 'reference' && typeof inner === 'string' ? (places.get(inner) ?? inner) : inner,
    ),
  ) as T;
}

function entriesOf(bundle: Bundle): readonly Entry[] {
  return (bundle.entry ?? []).map((entry) => {
    if (entry.resource === undefined || entry.request === undefined)
      throw new TypeError('every entry of a written Bundle has a resource and a request');
    return entry as Entry;
  });
}

/** Writes to one FHIR R4 server: one transaction, or entry by entry where the server has none. */
export function openFhirWriter(http: FhirHttp): FhirWriter {
  const capability = openCapability(http);

  const existing = async (entry: Entry): Promise<WrittenEntry | undefined> => {
    const { resourceType } = entry.resource;
    const url = `${resourceType}?${entry.request.ifNoneExist}`;
    const found = ((await http.request({ method: 'GET', url })).body as Bundle).entry?.[0]?.resource;
    return found?.id === undefined ? undefined : { resourceType, id: found.id, outcome: 'unchanged' };
  };

  const writtenOf = async (
    entry: Entry,
    answer: Pick<FhirAnswer, 'status' | 'location'>,
    body?: Resource,
  ) => {
    const outcome = outcomeOf(entry.request.method, answer.status);
    const place =
      placeOf(answer.location) ??
      (body?.id === undefined ? undefined : { resourceType: body.resourceType, id: body.id }) ??
      (entry.request.method === 'PUT' ? placeOf(entry.request.url) : undefined);
    if (place !== undefined) return { ...place, outcome };
    const found = entry.request.ifNoneExist === undefined ? undefined : await existing(entry);
    if (found === undefined)
      throw new TrabeculaError('upstream-refused', 'The FHIR server does not say what it stored.');
    return { ...found, outcome };
  };

  const inOneTransaction = async (bundle: Bundle): Promise<WrittenEntry[]> => {
    const { body } = await http.request({ method: 'POST', url: '', body: bundle });
    const answers = (body as Bundle).entry ?? [];
    return Promise.all(
      entriesOf(bundle).map((entry, index) => {
        const { response, resource } = answers[index] ?? {};
        const status = Number.parseInt(response?.status ?? '', 10);
        return writtenOf(entry, { status, location: response?.location }, resource);
      }),
    );
  };

  const oneByOne = async (bundle: Bundle): Promise<WrittenEntry[]> => {
    const places = new Map<string, string>();
    const written: WrittenEntry[] = [];
    for (const entry of entriesOf(bundle)) {
      const { request } = entry;
      const found = request.ifNoneExist === undefined ? undefined : await existing(entry);
      const one = found ?? (await writeOne(entry, places));
      if (entry.fullUrl !== undefined) places.set(entry.fullUrl, `${one.resourceType}/${one.id}`);
      written.push(one);
    }
    return written;
  };

  const writeOne = async (entry: Entry, places: ReadonlyMap<string, string>): Promise<WrittenEntry> => {
    const { method, url, ifNoneExist, ifMatch } = entry.request;
    const answer = await http.request({
      method: method === 'PUT' ? 'PUT' : 'POST',
      url,
      body: withIds(entry.resource, places),
      headers: {
        ...(ifNoneExist === undefined ? {} : { 'if-none-exist': ifNoneExist }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      },
    });
    return writtenOf(entry, answer, answer.body as Resource);
  };

  /** A server that ignores If-None-Exist would store an entry twice: what is there already is looked for first. */
  const isSafeInOne = (server: ServerCapability, bundle: Bundle) =>
    server.hasTransactions &&
    entriesOf(bundle).every(
      ({ request, resource }) =>
        request.ifNoneExist === undefined || server.createsConditionally(resource.resourceType),
    );

  return {
    transaction: async (bundle) =>
      isSafeInOne(await capability(), bundle) ? inOneTransaction(bundle) : oneByOne(bundle),
    canCreate: async (resourceType) =>
      (await capability()).creates(resourceType) &&
      scopesAllow((await http.settings.token.scopes()) ?? [], resourceType, 'create'),
  };
}
