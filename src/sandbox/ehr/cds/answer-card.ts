import type { Reference, Resource } from '@medplum/fhirtypes';
import type { ChartRepository } from '../fhir/chart-repository.ts';
import { isOfPatient } from '../fhir/access.ts';
import type { CdsClient } from './cds-client.ts';
import type { CdsAction } from './cds-wire.ts';
import type { ShownCard, ShownCards } from './shown-cards.ts';

export interface AnswerOptions {
  readonly client: CdsClient;
  readonly repository: ChartRepository;
  readonly cards: ShownCards;
  readonly clock: () => Date;
}

/** Takes a suggestion: carries out its actions in the chart, then reports it to the service. Undefined: no such open card. */
export async function acceptSuggestion(
  options: AnswerOptions,
  shown: ShownCard,
  suggestionUuid: string,
): Promise<ShownCard | undefined> {
  const suggestion = shown.card.suggestions?.find(({ uuid }) => uuid === suggestionUuid);
  if (suggestion === undefined || shown.state.kind !== 'open') return undefined;
  const created: string[] = [];
  for (const action of suggestion.actions ?? []) {
    const reference = await carryOut(action, shown.patientId, options);
    if (reference !== undefined) created.push(reference);
  }
  const closed = options.cards.close(shown.card.uuid, { kind: 'accepted', suggestionUuid, created });
  await options.client.sendFeedback(shown.serviceId, [
    {
      card: shown.card.uuid,
      outcome: 'accepted',
      acceptedSuggestions: [{ id: suggestionUuid }],
      outcomeTimestamp: options.clock().toISOString(),
    },
  ]);
  return closed;
}

/** Sets a card aside with one of its reasons, and reports that to the service. */
export async function overrideCard(
  options: AnswerOptions,
  shown: ShownCard,
  reasonCode: string,
  userComment: string | undefined,
): Promise<ShownCard | undefined> {
  const reason = shown.card.overrideReasons?.find(({ code }) => code === reasonCode);
  if (reason === undefined || shown.state.kind !== 'open') return undefined;
  const closed = options.cards.close(shown.card.uuid, {
    kind: 'overridden',
    reason: reason.display ?? reason.code,
  });
  await options.client.sendFeedback(shown.serviceId, [
    {
      card: shown.card.uuid,
      outcome: 'overridden',
      overrideReason: { reason, ...(userComment === undefined ? {} : { userComment }) },
      outcomeTimestamp: options.clock().toISOString(),
    },
  ]);
  return closed;
}

/** An action may touch this patient's chart and no other. */
async function carryOut(
  action: CdsAction,
  patientId: string,
  { repository, clock }: AnswerOptions,
): Promise<string | undefined> {
  if (action.type === 'delete') {
    const [resourceType, id] = (action.resourceId ?? '').split('/');
    if (resourceType === undefined || id === undefined) return undefined;
    const current = await repository.readResource(resourceType, id).catch(() => undefined);
    if (current !== undefined && isOfPatient(current, patientId))
      await repository.deleteResource(resourceType, id);
    return undefined;
  }
  const resource = action.resource as (Resource & { subject?: Reference }) | undefined;
  if (resource === undefined || !isOfPatient(resource, patientId)) return undefined;
  const stored =
    action.type === 'create'
      ? await repository.createResource(stamped(withoutId(resource), clock()))
      : await repository.updateResource(resource);
  return `${stored.resourceType}/${stored.id}`;
}

function withoutId<T extends Resource>(resource: T): T {
  const { id: _id, ...rest } = resource;
  return rest as T;
}

/** An order that a card drafts says nothing of when: the EHR writes down when it was accepted. */
const stamped = (resource: Resource, at: Date): Resource =>
  resource.resourceType === 'ServiceRequest' && resource.authoredOn === undefined
    ? { ...resource, authoredOn: at.toISOString() }
    : resource;
