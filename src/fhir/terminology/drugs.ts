import type { BoneDrug, RiskDrugClass } from '../../core/patient/patient-context.ts';
import { hcpcs, rxnorm, type CodeEntry } from './concept-table.ts';

/**
 * A drug by RxNorm ingredient, and by names: records carry products, biosimilars and packs whose codes no short list
 * holds, so the ingredient's name in a display or text is the tested fallback. Names are lower case, whole words.
 */
export interface DrugEntry<Name extends string> {
  readonly drug: Name;
  readonly codes: readonly CodeEntry[];
  readonly names: readonly string[];
}

const RXNORM = 'RxNorm';
const HCPCS = 'HCPCS level II';

/**
 * Injections given in clinic often stand in the record as Procedures with a billing code alone. One code bills the
 * osteoporosis and the oncology product (J0897: Prolia and Xgeva; J3489: Reclast and Zometa), so it does not say the dose.
 * J2430 (pamidronate) is left out: it is not approved against osteoporosis. Biosimilars of denosumab have codes of their
 * own, which change by the quarter: their names are the fallback.
 */

export const BONE_DRUGS: readonly DrugEntry<BoneDrug>[] = [
  {
    drug: 'alendronate',
    codes: rxnorm('read', RXNORM, '46041'),
    names: ['alendronate', 'alendronic', 'fosamax', 'binosto'],
  },
  {
    drug: 'risedronate',
    codes: rxnorm('read', RXNORM, '73056'),
    names: ['risedronate', 'risedronic', 'actonel', 'atelvia'],
  },
  {
    drug: 'ibandronate',
    codes: [...rxnorm('read', RXNORM, '115264'), ...hcpcs('to-check', HCPCS, 'J1740')],
    names: ['ibandronate', 'ibandronic', 'boniva'],
  },
  {
    drug: 'zoledronic-acid',
    codes: [...rxnorm('read', RXNORM, '77655'), ...hcpcs('to-check', HCPCS, 'J3489')],
    names: ['zoledronic', 'zoledronate', 'reclast', 'aclasta', 'zometa'],
  },
  {
    drug: 'denosumab',
    codes: [
      ...rxnorm('to-check', RXNORM, '993449', '993452'),
      ...hcpcs('read', 'Noridian (Medicare contractor), review results for HCPCS J0897, 2025', 'J0897'),
    ],
    names: [
      'denosumab',
      'prolia',
      'jubbonti',
      'ospomyv',
      'stoboclo',
      'conexxence',
      'bildyos',
      'xgeva',
      'wyost',
    ],
  },
  { drug: 'raloxifene', codes: rxnorm('read', RXNORM, '72143'), names: ['raloxifene', 'evista'] },
  {
    drug: 'teriparatide',
    codes: hcpcs('to-check', HCPCS, 'J3110'),
    names: ['teriparatide', 'forteo', 'bonsity'],
  },
  { drug: 'abaloparatide', codes: [], names: ['abaloparatide', 'tymlos'] },
  { drug: 'romosozumab', codes: hcpcs('to-check', HCPCS, 'J3111'), names: ['romosozumab', 'evenity'] },
];

/**
 * Products that settle the dose, and doses that do. Denosumab 120 mg (70 mg/mL, 1.7 mL) and zoledronic acid 4 mg are
 * given against bone metastases; 60 mg and 5 mg against osteoporosis. Unverified: product labels, not re-read.
 */
export const DOSE_USE: Readonly<
  Partial<
    Record<
      BoneDrug,
      { readonly oncologyNames: readonly string[]; readonly osteoporosisNames: readonly string[] } & {
        readonly oncologyMg: number;
        readonly osteoporosisMg: number;
        /** Strengths (mg/mL) that belong to one use. */
        readonly oncologyMgPerMl: readonly number[];
        readonly osteoporosisMgPerMl: readonly number[];
      }
    >
  >
> = {
  denosumab: {
    oncologyNames: ['xgeva', 'wyost', 'xbryk', 'osenvelt', 'bomyntra', 'bilprevda'],
    osteoporosisNames: ['prolia', 'jubbonti', 'ospomyv', 'stoboclo', 'conexxence', 'bildyos'],
    oncologyMg: 120,
    osteoporosisMg: 60,
    oncologyMgPerMl: [70],
    osteoporosisMgPerMl: [60],
  },
  'zoledronic-acid': {
    oncologyNames: ['zometa'],
    osteoporosisNames: ['reclast', 'aclasta'],
    oncologyMg: 4,
    osteoporosisMg: 5,
    oncologyMgPerMl: [0.8, 0.04],
    osteoporosisMgPerMl: [0.05],
  },
};

/** Risk drugs by ingredient name; route and form keep inhaled, topical and vaginal forms out. */
export const RISK_DRUGS: readonly DrugEntry<RiskDrugClass>[] = [
  {
    drug: 'systemic-glucocorticoid',
    codes: rxnorm('to-check', RXNORM, '8640', '8638', '6902', '3264', '5492', '1514'),
    names: [
      'prednisone',
      'prednisolone',
      'methylprednisolone',
      'dexamethasone',
      'hydrocortisone',
      'betamethasone',
      'deflazacort',
    ],
  },
  {
    drug: 'aromatase-inhibitor',
    codes: rxnorm('to-check', RXNORM, '84857', '72965', '258494'),
    names: ['anastrozole', 'letrozole', 'exemestane'],
  },
  {
    drug: 'androgen-deprivation',
    codes: rxnorm('to-check', RXNORM, '42375'),
    names: ['leuprolide', 'leuprorelin', 'goserelin', 'triptorelin', 'degarelix', 'relugolix', 'histrelin'],
  },
  {
    drug: 'systemic-oestrogen',
    codes: rxnorm('to-check', RXNORM, '4083', '4099', '4100'),
    names: ['estradiol', 'estrogens', 'oestradiol', 'oestrogens', 'esterified estrogen', 'estropipate'],
  },
];

/** Words in form, route or name that say that a drug acts where it is put. */
export const LOCAL_USE_WORDS = [
  'inhal',
  'nasal',
  'topical',
  'cream',
  'ointment',
  'lotion',
  'ophthalmic',
  'otic',
  'rectal',
  'vaginal',
  'eye',
  'ear ',
  'intra-articular',
  'foam',
  'shampoo',
] as const;
