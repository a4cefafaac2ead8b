import type {
  Appointment,
  Condition,
  DiagnosticReport,
  ImagingStudy,
  MedicationAdministration,
  MedicationRequest,
  Observation,
  Patient,
  Resource,
  ServiceRequest,
} from '@medplum/fhirtypes';
import { addDays, addMonths, isoDate } from './calendar.ts';
import { LOINC, CPT, DICOM_MODALITY, ICD10, RXNORM, SNOMED, UNIT_SYSTEM } from './code-systems.ts';

/** The films of one simulated patient, as their DICOM files say it. */
export interface SimulatedStudy {
  readonly studyInstanceUid: string;
  /** ISO date on which the films were taken. */
  readonly acquiredOn: string;
  readonly accessionNumber: string;
  readonly series: readonly {
    readonly seriesInstanceUid: string;
    readonly description: string;
    readonly sopInstanceUids: readonly string[];
  }[];
}

export interface Demographics {
  readonly given: string;
  readonly family: string;
  readonly gender: NonNullable<Patient['gender']>;
  /** ISO date; must agree with the films of the patient. */
  readonly birthDate: string;
}

/** A patient of the sandbox: a story in one line, and the chart that tells it. */
export interface SimulatedChart {
  readonly id: string;
  readonly story: string;
  readonly patient: Patient;
  readonly resources: readonly Resource[];
  readonly studies: readonly SimulatedStudy[];
}

/** Identifier system of the sandbox's record numbers; films carry the same number as DICOM PatientID. */
export const RECORD_NUMBER_SYSTEM = 'urn:oid:2.25.104093110253867231';
export const PRACTITIONER_ID = 'dr-sandbox';

/** Builds one chart, element by element; `asOf` is the day that "months ago" counts from. */
export class ChartBuilder {
  readonly #id: string;
  readonly #asOf: Date;
  readonly #resources: Resource[] = [];
  readonly #studies: SimulatedStudy[] = [];
  readonly #patient: Patient;
  #count = 0;

  constructor(id: string, demographics: Demographics, asOf: Date) {
    this.#id = id;
    this.#asOf = asOf;
    this.#patient = {
      resourceType: 'Patient',
      id,
      active: true,
      identifier: [{ use: 'usual', system: RECORD_NUMBER_SYSTEM, value: id }],
      name: [{ use: 'official', family: demographics.family, given: [demographics.given] }],
      gender: demographics.gender,
      birthDate: demographics.birthDate,
      meta: { tag: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'HTEST' }] },
    };
    this.#add({
      resourceType: 'Encounter',
      status: 'in-progress',
      class: {
        system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
        code: 'AMB',
        display: 'ambulatory',
      },
      subject: this.#subject(),
      period: { start: asOf.toISOString() },
    });
  }

  /** The day so many months before `asOf`, as an ISO date. */
  monthsAgo(months: number): string {
    return isoDate(addMonths(this.#asOf, -months));
  }

  inDays(days: number): string {
    return isoDate(addDays(this.#asOf, days));
  }

  condition(
    problem: { readonly icd10?: string; readonly snomed?: string; readonly display: string },
    onsetDate: string,
    clinicalStatus: 'active' | 'resolved' = 'active',
  ): this {
    const condition: Omit<Condition, 'id'> = {
      resourceType: 'Condition',
      clinicalStatus: {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: clinicalStatus },
        ],
      },
      verificationStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: 'confirmed' }],
      },
      category: [
        {
          coding: [
            {
              system: 'http://terminology.hl7.org/CodeSystem/condition-category',
              code: 'problem-list-item',
            },
          ],
        },
      ],
      code: {
        text: problem.display,
        coding: [
          ...(problem.icd10 === undefined
            ? []
            : [{ system: ICD10, code: problem.icd10, display: problem.display }]),
          ...(problem.snomed === undefined
            ? []
            : [{ system: SNOMED, code: problem.snomed, display: problem.display }]),
        ],
      },
      subject: this.#subject(),
      onsetDateTime: onsetDate,
      recordedDate: onsetDate,
    };
    return this.#add(condition);
  }

  weightAndHeight(weightKg: number, heightCm: number): this {
    this.#vitalSign('29463-7', 'Body weight', weightKg, 'kg', 'kg');
    return this.#vitalSign('8302-2', 'Body height', heightCm, 'cm', 'cm');
  }

  /** A central DXA with its T-scores, each an Observation, and the report that holds them. */
  dxa(
    onDate: string,
    tScores: { readonly lumbarSpine?: number; readonly totalHip?: number; readonly femoralNeck?: number },
  ): this {
    const regions: readonly [number | undefined, string, string][] = [
      [tScores.lumbarSpine, '38267-1', 'DXA Lumbar spine [T-score] Bone density'],
      [tScores.totalHip, '38264-8', 'DXA Hip [T-score] Bone density'],
      [tScores.femoralNeck, '38263-0', 'DXA Femur [T-score] Bone density'],
    ];
    for (const [value, code, display] of regions) {
      if (value !== undefined)
        this.observation({ code, display, value, unit: '{T-score}', category: 'imaging', onDate });
    }
    return this.report('38269-7', 'DXA bone density report', onDate, undefined);
  }

  observation(result: {
    readonly code: string;
    readonly display: string;
    readonly value: number;
    readonly unit: string;
    readonly category: string;
    readonly onDate: string;
  }): this {
    const observation: Omit<Observation, 'id'> = {
      resourceType: 'Observation',
      status: 'final',
      category: [
        {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: result.category },
          ],
        },
      ],
      code: { text: result.display, coding: [{ system: LOINC, code: result.code, display: result.display }] },
      subject: this.#subject(),
      effectiveDateTime: result.onDate,
      valueQuantity: { value: result.value, unit: result.unit, system: UNIT_SYSTEM, code: result.unit },
    };
    return this.#add(observation);
  }

  report(loincCode: string, title: string, onDate: string, conclusion: string | undefined): this {
    const report: Omit<DiagnosticReport, 'id'> = {
      resourceType: 'DiagnosticReport',
      status: 'final',
      category: [
        {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'RAD', display: 'Radiology' },
          ],
        },
      ],
      code: { text: title, coding: [{ system: LOINC, code: loincCode, display: title }] },
      subject: this.#subject(),
      effectiveDateTime: onDate,
      issued: `${onDate}T12:00:00Z`,
      ...(conclusion === undefined ? {} : { conclusion }),
    };
    return this.#add(report);
  }

  prescription(
    drug: { readonly rxnorm?: string; readonly name: string },
    authoredOn: string,
    dosage: string,
    status: MedicationRequest['status'] = 'active',
  ): this {
    const prescription: Omit<MedicationRequest, 'id'> = {
      resourceType: 'MedicationRequest',
      status,
      intent: 'order',
      medicationCodeableConcept: medication(drug),
      subject: this.#subject(),
      authoredOn,
      requester: { reference: `Practitioner/${PRACTITIONER_ID}` },
      dosageInstruction: [{ text: dosage }],
    };
    return this.#add(prescription);
  }

  administration(
    drug: { readonly rxnorm?: string; readonly name: string },
    onDate: string,
    dose: { readonly value: number; readonly unit: string; readonly route: string },
  ): this {
    const administration: Omit<MedicationAdministration, 'id'> = {
      resourceType: 'MedicationAdministration',
      status: 'completed',
      medicationCodeableConcept: medication(drug),
      subject: this.#subject(),
      effectiveDateTime: onDate,
      dosage: {
        text: `${dose.value} ${dose.unit} ${dose.route}`,
        dose: { value: dose.value, unit: dose.unit, system: UNIT_SYSTEM, code: dose.unit },
      },
    };
    return this.#add(administration);
  }

  /** An order for a central DXA (CPT 77080; shipped as a number, without the AMA's descriptor). */
  dxaOrder(authoredOn: string): this {
    const order: Omit<ServiceRequest, 'id'> = {
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      code: {
        text: 'DXA of spine and hip',
        coding: [
          { system: CPT, code: '77080' },
          { system: SNOMED, code: '241686001' },
        ],
      },
      subject: this.#subject(),
      authoredOn,
      requester: { reference: `Practitioner/${PRACTITIONER_ID}` },
    };
    return this.#add(order);
  }

  appointment(onDate: string, description: string): this {
    const appointment: Omit<Appointment, 'id'> = {
      resourceType: 'Appointment',
      status: 'booked',
      description,
      start: `${onDate}T14:00:00Z`,
      end: `${onDate}T14:20:00Z`,
      participant: [
        { actor: this.#subject(), status: 'accepted' },
        { actor: { reference: `Practitioner/${PRACTITIONER_ID}` }, status: 'accepted' },
      ],
    };
    return this.#add(appointment);
  }

  /** The lumbar radiographs: the ImagingStudy with every series and instance, and a signed report beside it. */
  lumbarFilms(study: SimulatedStudy, conclusion: string): this {
    const imagingStudy: Omit<ImagingStudy, 'id'> = {
      resourceType: 'ImagingStudy',
      status: 'available',
      identifier: [
        { system: 'urn:dicom:uid', value: `urn:oid:${study.studyInstanceUid}` },
        {
          type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'ACSN' }] },
          value: study.accessionNumber,
        },
      ],
      modality: [{ system: DICOM_MODALITY, code: 'DX' }],
      subject: this.#subject(),
      started: `${study.acquiredOn}T09:30:00Z`,
      numberOfSeries: study.series.length,
      numberOfInstances: study.series.reduce((sum, { sopInstanceUids }) => sum + sopInstanceUids.length, 0),
      procedureCode: [
        {
          text: 'Lumbar spine, AP and lateral',
          coding: [{ system: LOINC, code: '24970-6', display: 'XR Spine Lumbar AP and Lateral' }],
        },
      ],
      description: 'Lumbar spine, AP and lateral',
      series: study.series.map(({ seriesInstanceUid, description, sopInstanceUids }, index) => ({
        uid: seriesInstanceUid,
        number: index + 1,
        modality: { system: DICOM_MODALITY, code: 'DX' },
        description,
        bodySite: { system: SNOMED, code: '122496007', display: 'Lumbar spine structure' },
        numberOfInstances: sopInstanceUids.length,
        instance: sopInstanceUids.map((uid, position) => ({
          uid,
          number: position + 1,
          sopClass: { system: 'urn:ietf:rfc:3986', code: 'urn:oid:1.2.840.10008.5.1.4.1.1.1.1' },
        })),
      })),
    };
    this.#studies.push(study);
    this.#add(imagingStudy);
    return this.report('24970-6', 'Lumbar spine radiographs', study.acquiredOn, conclusion);
  }

  build(story: string): SimulatedChart {
    return {
      id: this.#id,
      story,
      patient: this.#patient,
      resources: [...this.#resources],
      studies: [...this.#studies],
    };
  }

  #vitalSign(code: string, display: string, value: number, unit: string, ucum: string): this {
    return this.observation({
      code,
      display,
      value,
      unit: ucum === unit ? unit : ucum,
      category: 'vital-signs',
      onDate: this.monthsAgo(2),
    });
  }

  #subject(): { reference: string } {
    return { reference: `Patient/${this.#id}` };
  }

  #add(resource: Resource): this {
    this.#count += 1;
    this.#resources.push({
      ...resource,
      id: `${this.#id}-${resource.resourceType.toLowerCase()}-${this.#count}`,
    });
    return this;
  }
}

function medication(drug: {
  readonly rxnorm?: string;
  readonly name: string;
}): MedicationRequest['medicationCodeableConcept'] & object {
  return {
    text: drug.name,
    ...(drug.rxnorm === undefined
      ? {}
      : { coding: [{ system: RXNORM, code: drug.rxnorm, display: drug.name }] }),
  };
}
