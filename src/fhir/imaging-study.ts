import type { StudyCode, StudyDescription, StudyEndpoint } from '../core/study/study-description.ts';
import { isDicomUid } from '../core/film/dicom-uid.ts';
import {
  asList,
  calendarDateOf,
  codesOfConcept,
  isRecord,
  referenceOf,
  stringOf,
  type Json,
} from './loose-json.ts';

/**
 * An ImagingStudy in its R4, R5 or STU3 shape; undefined when it has neither a study UID nor an accession number, for
 * then its images cannot be found. Reads loosely: charts in the field mix shapes, and a missing part is absent.
 */
export function studyOfImagingStudy(resource: unknown): StudyDescription | undefined {
  if (!isRecord(resource) || resource['resourceType'] !== 'ImagingStudy') return undefined;
  const identifiers = [...asList(resource['identifier']), ...asList(resource['accession'])];
  const studyInstanceUid = studyUidOf(identifiers) ?? uidOf(stringOf(resource['uid']));
  const accessionNumber = accessionNumberOf(identifiers);
  if (studyInstanceUid === undefined && accessionNumber === undefined) return undefined;
  const series = asList(resource['series']);
  const endpoints = [resource, ...series].flatMap((part) => asList(part['endpoint']));
  const contained = asList(resource['contained']);
  return {
    studyInstanceUid,
    accessionNumber,
    reference: referenceOf(resource),
    state: stateOf(stringOf(resource['status'])),
    startedOn: calendarDateOf(resource['started']),
    modalities: [resource, ...series].flatMap((part) => modalitiesOf(part)),
    procedures: [
      ...asList(resource['procedureCode']).flatMap(codesOfConcept),
      // R5: a CodeableReference list.
      ...asList(resource['procedure']).flatMap((each) => codesOfConcept(each['concept'])),
    ],
    bodySites: series.flatMap((each) => bodySitesOf(each['bodySite'])),
    descriptions: [
      stringOf(resource['description']),
      ...asList(resource['procedureCode']).map((each) => stringOf(each['text'])),
      ...series.map((each) => stringOf(each['description'])),
    ].filter((text) => text !== undefined),
    endpoints: endpoints.flatMap((reference) => containedEndpoint(reference, contained)),
    endpointReferences: endpoints
      .map((reference) => stringOf(reference['reference']))
      .filter((reference) => reference !== undefined && !reference.startsWith('#')) as string[],
  };
}

/** The address of an Endpoint resource; undefined unless it is active and has an http(s) address. */
export function studyEndpointOf(resource: unknown): StudyEndpoint | undefined {
  if (!isRecord(resource) || resource['resourceType'] !== 'Endpoint') return undefined;
  const address = stringOf(resource['address']);
  if (!/^https?:\/\//.test(address ?? '') || stringOf(resource['status']) !== 'active') return undefined;
  // R4 has one Coding, R5 a list of CodeableConcept.
  const types = asList(resource['connectionType']).flatMap((type) => [
    stringOf(type['code']),
    ...codesOfConcept(type).map(({ code }) => code),
  ]);
  const known = (['dicom-wado-rs', 'dicom-qido-rs', 'dicom-wado-uri'] as const).find((type) =>
    types.includes(type),
  );
  return { connectionType: known ?? 'other', address: address ?? '' };
}

/** The accession number among identifiers: type ACSN (HL7 table 0203), whatever its system. */
export function accessionNumberOf(identifiers: readonly Json[]): string | undefined {
  return identifiers
    .filter((identifier) => codesOfConcept(identifier['type']).some(({ code }) => code === 'ACSN'))
    .map((identifier) => stringOf(identifier['value']))
    .find((value) => value !== undefined);
}

/** System "urn:dicom:uid" with the value "urn:oid:1.2.3" (FHIR R4 ImagingStudy, notes), or the bare UID. */
function studyUidOf(identifiers: readonly Json[]): string | undefined {
  const marked = identifiers.filter((identifier) => stringOf(identifier['system']) === 'urn:dicom:uid');
  const unmarked = identifiers.filter(
    (identifier) =>
      identifier['system'] === undefined && (stringOf(identifier['value']) ?? '').startsWith('urn:oid:'),
  );
  return [...marked, ...unmarked]
    .map((identifier) => uidOf(stringOf(identifier['value'])))
    .find((uid) => uid !== undefined);
}

function uidOf(value: string | undefined): string | undefined {
  const bare = value?.replace(/^urn:oid:/, '').trim();
  return isDicomUid(bare) ? bare : undefined;
}

function stateOf(status: string | undefined): StudyDescription['state'] {
  return status === 'cancelled' || status === 'entered-in-error' ? 'withdrawn' : 'in-use';
}

/** R4 Coding, R5 CodeableConcept, STU3 `modalityList`; one or many. */
function modalitiesOf(part: Json): readonly string[] {
  return [...asList(part['modality']), ...asList(part['modalityList'])].flatMap((modality) => {
    const code = stringOf(modality['code']);
    return code === undefined ? codesOfConcept(modality).map((each) => each.code) : [code];
  });
}

/** R4 Coding, R5 CodeableReference. */
function bodySitesOf(bodySite: unknown): readonly StudyCode[] {
  return asList(bodySite).flatMap((site) => {
    const code = stringOf(site['code']);
    return code === undefined
      ? codesOfConcept(site['concept'])
      : [{ system: stringOf(site['system']), code }];
  });
}

function containedEndpoint(reference: Json, contained: readonly Json[]): readonly StudyEndpoint[] {
  const id = stringOf(reference['reference']);
  const resource = contained.find((each) => `#${stringOf(each['id']) ?? ''}` === id);
  const endpoint = studyEndpointOf(resource);
  return endpoint === undefined ? [] : [endpoint];
}
