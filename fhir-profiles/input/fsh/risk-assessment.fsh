Profile: FilmRiskAssessment
Parent: RiskAssessment
Id: film-risk-assessment
Title: "Assessment of a lumbar radiograph for low bone density"
Description: "What the film models say of one imaging study of one patient: flagged or uncertain, never anything that excludes. Machine-made, preliminary until a clinician has reviewed it, about an outcome of our own that is no diagnosis, with a probability only where one was fitted at the site."
* insert MachineMade
* text 1..1 MS
* insert AssessmentKey
* extension contains Replaces named replaces 0..1
* status MS
* status obeys film-status
* method 1..1 MS
* method = $own#lumbar-film-models
* code 1..1 MS
* code = $own#osteoporosis-film-screening
* insert OfPatient(subject)
* occurrence[x] 1..1 MS
* occurrence[x] only dateTime
* condition 0..0
* insert ByModel(performer)
* reasonCode 0..0
* basis 1..* MS
* basis ^short = "The imaging study, and the facts of the chart that were used beside it"
* obeys film-basis
* prediction 1..1 MS
* prediction obeys film-probability and film-interval and film-no-diagnosis
* prediction.outcome 1..1
* prediction.outcome = $own#lumbar-t-score-at-or-below-minus-2.5
* prediction.probability[x] ^short = "Percent; only where it was fitted at the site"
* prediction.qualitativeRisk 1..1
* prediction.qualitativeRisk from $film-outcome (required)
* prediction.qualitativeRisk obeys flagged-or-uncertain
* prediction.relativeRisk 0..0
* prediction.rationale 1..1
* mitigation 1..1 MS
* note 1..* MS

Invariant: film-status
Description: "Preliminary, reviewed, or taken back"
Severity: #error
Expression: "$this = 'preliminary' or $this = 'final' or $this = 'amended' or $this = 'corrected' or $this = 'cancelled' or $this = 'entered-in-error'"

Invariant: film-basis
Description: "The basis names the imaging study by its DICOM UID"
Severity: #error
Expression: "basis.where(identifier.where(system = 'urn:dicom:uid').value.startsWith('urn:oid:')).exists()"

Invariant: film-probability
Description: "A probability is one percentage from 0 to 100, not a range"
Severity: #error
Expression: "probability.empty() or (probability.ofType(decimal) >= 0 and probability.ofType(decimal) <= 100)"

Invariant: film-interval
Description: "A probability comes with the limits of its interval (HL7 AI Transparency: confidence), and limits with a probability"
Severity: #error
Expression: "probability.exists() = extension.where(url = 'http://hl7.org/fhir/uv/aitransparency/StructureDefinition/AIconfidence').exists()"

Invariant: film-no-diagnosis
Description: "The outcome is our own code alone: a code of a diagnosis would read as a diagnosis"
Severity: #error
Expression: "outcome.coding.all(system = 'https://trabecula.example/fhir/CodeSystem/trabecula')"

Extension: Replaces
Id: replaces
Title: "Replaces"
Description: "The earlier assessment of the same study that this one takes the place of."
Context: RiskAssessment
* value[x] 1..1
* value[x] only Reference(RiskAssessment)
