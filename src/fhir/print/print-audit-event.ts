import type { AuditEvent } from '@medplum/fhirtypes';
import { OURS } from './canonical-urls.ts';
import { dateTime } from './print-context.ts';

/** What an audit line holds that a FHIR AuditEvent says too. */
export interface AuditedAct {
  readonly action:
    'image-read' | 'record-write' | 'record-withdraw' | 'card-shown' | 'admin' | 'export' | 'app-read';
  readonly actor: string;
  readonly subject: string | undefined;
  readonly object: string;
  readonly outcome: 'success' | 'failure';
  readonly at: Date;
}

/** AuditEvent.action (http://hl7.org/fhir/audit-event-action): C create, R read, U update, E execute. */
const ACTION: Readonly<Record<AuditedAct['action'], NonNullable<AuditEvent['action']>>> = {
  'image-read': 'R',
  'record-write': 'C',
  'record-withdraw': 'U',
  'card-shown': 'R',
  admin: 'E',
  export: 'R',
  'app-read': 'R',
};

/** A literal reference ("ImagingStudy/1") as one, anything else as an identifier. */
const whatOf = (object: string) =>
  /^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/.test(object)
    ? { reference: object }
    : { identifier: { value: object } };

/** One audit line as a FHIR R4 AuditEvent (type "rest", DICOM audit roles left to the reader). */
export function printAuditEvent(act: AuditedAct): AuditEvent {
  const entities = [
    act.object,
    ...(act.subject === undefined || act.subject === act.object ? [] : [act.subject]),
  ];
  return {
    resourceType: 'AuditEvent',
    meta: { profile: [OURS.profile.auditLine] },
    type: {
      system: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
      code: 'rest',
      display: 'RESTful Operation',
    },
    subtype: [{ display: act.action }],
    action: ACTION[act.action],
    recorded: dateTime(act.at),
    outcome: act.outcome === 'success' ? '0' : '4',
    agent: [{ altId: act.actor, requestor: true }],
    source: { observer: { display: 'Trabecula' } },
    entity: entities.map((object) => ({ what: whatOf(object) })),
  };
}
