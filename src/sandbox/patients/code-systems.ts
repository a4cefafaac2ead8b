/** Code systems of the simulated charts (FHIR R4, "Code systems" in the terminology module). */
export const LOINC = 'http://loinc.org';
export const SNOMED = 'http://snomed.info/sct';
export const ICD10 = 'http://hl7.org/fhir/sid/icd-10-cm';
export const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';
export const CPT = 'http://www.ama-assn.org/go/cpt';
export const DICOM_MODALITY = 'http://dicom.nema.org/resources/ontology/DCM';
export const UNIT_SYSTEM = 'http://unitsofmeasure.org';
