/**
 * The 31 source attributes of 45 CFR 170.315(b)(11)(iv)(B) (HTI-1, predictive decision support interventions), in the
 * order of the regulation. Keys are those of a package's model-card.json.
 */
export const SOURCE_ATTRIBUTES = [
  ['developer', 'Name and contact information for the intervention developer'],
  ['funding', 'Funding source of the technical implementation'],
  ['output', 'Description of the value that the intervention produces as an output'],
  [
    'outputType',
    'Whether the output is a prediction, classification, recommendation, evaluation, analysis, or other type',
  ],
  ['intendedUse', 'Intended use of the intervention'],
  ['intendedPopulation', 'Intended patient population'],
  ['intendedUsers', 'Intended users'],
  ['decisionRole', 'Intended decision-making role'],
  ['outOfScope', 'Cautioned out-of-scope use: tasks, situations or populations'],
  ['risksAndLimits', 'Known risks, inappropriate settings, inappropriate uses, or known limitations'],
  ['trainingInclusionExclusion', 'Exclusion and inclusion criteria that influenced the training data set'],
  ['sensitiveInputs', 'Use of variables such as race, ethnicity, sex, age and others as input features'],
  ['demographicRepresentativeness', 'Demographic representativeness of the training data'],
  ['relevanceToDeployedSetting', 'Relevance of training data to the intended deployed setting'],
  ['fairnessApproach', 'Approach to ensure that the output is fair'],
  ['biasReduction', 'Approaches to manage, reduce, or eliminate bias'],
  ['externalData', 'Data source, clinical setting or environment of the external validation'],
  ['externalParty', 'Party that conducted the external testing'],
  ['externalDemographics', 'Demographic representativeness of the external data'],
  ['externalProcess', 'Description of the external validation process'],
  ['validityInternal', 'Validity of the prediction in test data derived from the same source as training'],
  ['fairnessInternal', 'Fairness of the prediction in test data derived from the same source as training'],
  ['validityExternal', 'Validity of the prediction in data external to training'],
  ['fairnessExternal', 'Fairness of the prediction in data external to training'],
  ['outcomeEvaluations', 'References to evaluation of use of the intervention on outcomes'],
  ['validityMonitoring', 'Description of process and frequency by which validity is monitored over time'],
  ['validityLocal', 'Validity of the intervention in local data'],
  ['fairnessMonitoring', 'Description of the process and frequency by which fairness is monitored over time'],
  ['fairnessLocal', 'Fairness of the intervention in local data'],
  ['updateProcess', 'Description of process and frequency by which the intervention is updated'],
  [
    'correctionFrequency',
    'Frequency by which performance is corrected when risks of validity or fairness are identified',
  ],
] as const;

export type SourceAttributeKey = (typeof SOURCE_ATTRIBUTES)[number][0];

/** What stands where there are no data: never an empty field, never a guess. */
export const NOT_AVAILABLE = 'not available';

export interface SourceAttribute {
  /** Place in the regulation's list, from 1. */
  readonly number: number;
  readonly key: SourceAttributeKey;
  readonly name: string;
  readonly value: string;
}
