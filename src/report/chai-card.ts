import type { CardMetric, ModelCard } from '../core/model-card/model-card.ts';
import { NOT_AVAILABLE, type SourceAttributeKey } from '../core/model-card/source-attributes.ts';
import { xml, type Markup } from './html.ts';

const NAMESPACE = 'https://mc.chai.org/v0.2/schema.xsd';

/**
 * The card as a CHAI Applied Model Card v0.2 (XML, elements in the schema's order). A field without data says
 * "not available".
 */
export function chaiCard(card: ModelCard): string {
  const of = (key: SourceAttributeKey) => card.attributes.find((a) => a.key === key)?.value ?? NOT_AVAILABLE;
  return xml`<?xml version="1.0" encoding="UTF-8"?>
    <AppliedModelCard xmlns="${NAMESPACE}">
      ${basics(card, of)} ${uses(card, of)} ${trust(card, of)}
      <KeyMetrics>
        ${metric('UsefulnessUsabilityEfficacy', 'Find people with lumbar T-score at or below -2.5 better than age, sex and weight do', card.usefulness, of('validityInternal'), of('externalProcess'))}
        ${metric('FairnessEquity', 'Equal discrimination by sex, age and body mass', card.fairness, of('fairnessInternal'), of('fairnessApproach'))}
        ${metric('SafetyReliability', 'Calibration slope 1, intercept 0', card.reliability, of('validityMonitoring'), of('externalProcess'))}
      </KeyMetrics>
      <Resources>
        <EvaluationReferences>${of('outcomeEvaluations')}</EvaluationReferences>
        <PeerReviewedPublications>${NOT_AVAILABLE}</PeerReviewedPublications>
        <ReimbursementStatus>${NOT_AVAILABLE}</ReimbursementStatus>
        <PatientConsentOrDisclosure>${NOT_AVAILABLE}</PatientConsentOrDisclosure>
      </Resources>
      <Bibliography>45 CFR 170.315(b)(11)(iv)(B); CHAI Applied Model Card v0.2</Bibliography>
    </AppliedModelCard> `.markup;
}

type AttributeOf = (key: SourceAttributeKey) => string;

function basics(card: ModelCard, of: AttributeOf): Markup {
  return xml`<BasicInfo>
      <ModelName>${card.title}</ModelName>
      <ModelDeveloper>${of('developer')}</ModelDeveloper>
      <DeveloperContact>${NOT_AVAILABLE}</DeveloperContact>
    </BasicInfo>
    <ReleaseInfo>
      <ReleaseStage>${card.release}</ReleaseStage>
      <ReleaseDate>${NOT_AVAILABLE}</ReleaseDate>
      <ReleaseVersion>${card.version}</ReleaseVersion>
      <GlobalAvailability>${NOT_AVAILABLE}</GlobalAvailability>
      <RegulatoryApproval>none: ${card.notice}</RegulatoryApproval>
    </ReleaseInfo>
    <ModelSummary>
      <Summary>${card.notice}. ${of('output')}</Summary>
      <Keywords
        ><Keyword>osteoporosis</Keyword><Keyword>lumbar radiograph</Keyword
        ><Keyword>opportunistic screening</Keyword></Keywords
      >
    </ModelSummary>`;
}

function uses(card: ModelCard, of: AttributeOf): Markup {
  return xml`<UsesAndDirections>
      <IntendedUseAndWorkflow>${of('intendedUse')}</IntendedUseAndWorkflow>
      <PrimaryIntendedUsers>${of('intendedUsers')}</PrimaryIntendedUsers>
      <HowToUse>${of('decisionRole')}</HowToUse>
      <TargetedPatientPopulation>${of('intendedPopulation')}</TargetedPatientPopulation>
      <CautionedOutOfScopeSettings>${of('outOfScope')}</CautionedOutOfScopeSettings>
    </UsesAndDirections>
    <Warnings>
      <KnownRisksAndLimitations>${of('risksAndLimits')}</KnownRisksAndLimitations>
      <KnownBiasesOrEthicalConsiderations
        >${of('demographicRepresentativeness')}</KnownBiasesOrEthicalConsiderations
      >
      <ClinicalRiskLevel>${NOT_AVAILABLE}: ${card.notice}</ClinicalRiskLevel>
    </Warnings>`;
}

function trust(card: ModelCard, of: AttributeOf): Markup {
  return xml`<TrustIngredients>
    <AISystemFacts>
      <OutcomesAndOutputs>${of('output')}</OutcomesAndOutputs>
      <ModelType>${card.architecture}, ${of('outputType')}</ModelType>
      <FoundationModels>none</FoundationModels>
      <InputDataSource>${of('trainingInclusionExclusion')}</InputDataSource>
      <OutputAndInputDataTypes>lumbar radiograph (DICOM) in; ${of('output')} out</OutputAndInputDataTypes>
      <DevelopmentDataCharacterization
        >${of('demographicRepresentativeness')}</DevelopmentDataCharacterization
      >
      <BiasMitigationApproaches>${of('biasReduction')}</BiasMitigationApproaches>
      <OngoingMaintenance>${of('updateProcess')}</OngoingMaintenance>
      <Transparency>Bound to the running weights: SHA-256 ${card.fileSha256}, ${card.precision}</Transparency>
    </AISystemFacts>
    <TransparencyInformation>
      <FundingSource>${of('funding')}</FundingSource>
      <ThirdPartyInformation>${of('externalParty')}</ThirdPartyInformation>
      <StakeholdersConsulted>${NOT_AVAILABLE}</StakeholdersConsulted>
    </TransparencyInformation>
  </TrustIngredients>`;
}

function metric(
  element: 'UsefulnessUsabilityEfficacy' | 'FairnessEquity' | 'SafetyReliability',
  goal: string,
  metrics: readonly CardMetric[],
  interpretation: string,
  process: string,
): Markup {
  // The schema wants at least one result: where there is none, it says so.
  const results = metrics.length > 0 ? metrics : [{ label: NOT_AVAILABLE, value: {} }];
  const tag = (text: string): Markup => ({ markup: text });
  return xml`${tag(`<${element}>`)}
    <MetricGoal>${goal}</MetricGoal>
    <Results
      >${results.map(
        (r) =>
          xml`<MetricResult
            ><Label>${r.label}</Label><ValueJson>${JSON.stringify(r.value)}</ValueJson></MetricResult
          >`,
      )}</Results
    >
    <Interpretation>${interpretation}</Interpretation>
    <TestType>${metrics.length > 0 ? 'retrospective, held-out films' : NOT_AVAILABLE}</TestType>
    <TestingDataDescription
      >${metrics.length > 0 ? 'see the label of each result' : NOT_AVAILABLE}</TestingDataDescription
    >
    <ValidationProcessAndJustification>${process}</ValidationProcessAndJustification>
    ${tag(`</${element}>`)}`;
}
