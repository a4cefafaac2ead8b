import { cpt, hcpcs, loinc, snomed, type ConceptTable } from './concept-table.ts';

const LOINC = 'LOINC, loinc.org (2026)';

/** DXA T-scores of the lumbar spine. */
export const LUMBAR_T_SCORE: ConceptTable = {
  name: 'dxa-t-score-lumbar-spine',
  title: 'DXA T-score, lumbar spine',
  codes: loinc('read', LOINC, '38267-1'),
};

/** T-scores of hip and femur, sided or not. Which part was measured stands in the body site or the text. */
export const HIP_T_SCORE: ConceptTable = {
  name: 'dxa-t-score-hip',
  title: 'DXA T-score, hip or femur',
  codes: loinc('read', LOINC, '38264-8', '38263-0', '80946-7', '80945-9', '80948-3', '80947-5'),
};

/** Forearm T-scores answer only at the one-third radius and only where spine or hip cannot be measured. */
export const FOREARM_T_SCORE: ConceptTable = {
  name: 'dxa-t-score-forearm',
  title: 'DXA T-score, forearm',
  codes: loinc('read', LOINC, '38265-5'),
};

/** Heel: never answers. */
export const CALCANEUS_T_SCORE: ConceptTable = {
  name: 'dxa-t-score-calcaneus',
  title: 'T-score, calcaneus',
  codes: loinc('read', LOINC, '38266-3'),
};

/** Density and Z-score observations: they show that a central DXA took place and hold no T-score. */
export const CENTRAL_DENSITY: ConceptTable = {
  name: 'dxa-density-central',
  title: 'DXA bone mineral density or Z-score, spine, hip or femur',
  codes: loinc(
    'read',
    LOINC,
    '24966-4',
    '85394-5',
    '38261-4',
    '80933-5',
    '24701-5',
    '46278-8',
    '46279-6',
    '80954-1',
    '80953-3',
  ),
};

/** A DXA as a study, a report or a performed procedure. */
export const DXA_STUDY: ConceptTable = {
  name: 'dxa-study',
  title: 'DXA study, central or of unstated site',
  codes: [
    ...loinc('read', LOINC, '38268-9', '38269-7', '83311-1', '24966-4', '38261-4', '24701-5'),
    ...cpt('read', 'CPT numbers as named by CMS249 and HEDIS OSW', '77080', '77085'),
    ...snomed('read', 'SNOMED CT International', '241686001'),
    ...snomed('to-check', 'seen in public FHIR data', '312681000', '300004007'),
  ],
};

export const PERIPHERAL_DXA_STUDY: ConceptTable = {
  name: 'dxa-study-peripheral',
  title: 'Peripheral bone densitometry',
  codes: [
    ...cpt('read', 'CPT numbers as named by HEDIS OSW', '77081'),
    ...hcpcs('to-check', 'HCPCS level II', 'G0130'),
    ...loinc('read', LOINC, '24890-6', '38262-2'),
  ],
};

/** Sounds like DXA and is none: vertebral fracture assessment alone, and "DXA-equivalent" values of other methods. */
export const NOT_DXA: ConceptTable = {
  name: 'not-dxa',
  title: 'Vertebral fracture assessment, DXA-equivalent estimates',
  codes: [...cpt('read', 'CPT numbers', '77086'), ...loinc('read', LOINC, '104938-6')],
};

/** Lumbar radiographs. Public lists give this display to 38856-8, 36589-0 and 36591-6: wrong. */
export const LUMBAR_RADIOGRAPH: ConceptTable = {
  name: 'lumbar-radiograph',
  title: 'Radiograph of the lumbar spine',
  codes: [
    ...loinc('read', LOINC, '24970-6', '24972-2', '24969-8', '24971-4'),
    ...cpt('to-check', 'CPT numbers', '72100', '72110', '72114', '72120'),
  ],
};
