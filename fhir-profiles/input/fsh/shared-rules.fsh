// What several profiles ask for in the same words.

RuleSet: MachineMade
* meta 1..1 MS
* meta.security 1..* MS
* insert SlicedByPattern(meta.security)
* meta.security contains machineMade 1..1 MS
* meta.security[machineMade] = $observation-value#AIAST
* meta.security[machineMade] ^short = "Made by a model (HL7 AI Transparency: AIAST); never left out"

RuleSet: AssessmentKey
* identifier 1..* MS
* identifier ^slicing.discriminator.type = #value
* identifier ^slicing.discriminator.path = "system"
* identifier ^slicing.rules = #open
* identifier contains assessmentKey 1..1 MS
* identifier[assessmentKey].system 1..1
* identifier[assessmentKey].system = $assessment-key
* identifier[assessmentKey].value 1..1
* identifier obeys system-and-value
* identifier[assessmentKey] ^short = "The assessment: made from film, model versions, patient and policy; conditional creates ask for it"

RuleSet: SlicedByPattern(element)
* {element} ^slicing.discriminator.type = #pattern
* {element} ^slicing.discriminator.path = "$this"
* {element} ^slicing.rules = #open

RuleSet: OfPatient(element)
* {element} 1..1 MS
* {element} only Reference(Patient)
* {element} obeys names-patient

RuleSet: ByModel(element)
* {element} 1..1 MS
* {element} only Reference(Device)
* {element} obeys names-model
* {element} ^short = "The model version that made it, as a Device or by the version's identifier"

Invariant: names-model
Description: "The model version is named: as a Device, or by its identifier where the record keeps none"
Severity: #error
Expression: "reference.matches('^urn:uuid:|(^|/)Device/') or identifier.where(system = 'https://trabecula.example/fhir/identifier/model-version').value.exists()"

Invariant: names-patient
Description: "The patient is named by reference"
Severity: #error
Expression: "reference.matches('(^|/)Patient/[A-Za-z0-9.-]{1,64}$')"

Invariant: system-and-value
Description: "An identifier has a system and a value"
Severity: #error
Expression: "system.exists() and value.exists()"

Invariant: names-study
Description: "The imaging study is named by its DICOM UID"
Severity: #error
Expression: "identifier.where(system = 'urn:dicom:uid').value.startsWith('urn:oid:')"

Invariant: flagged-or-uncertain
Description: "Flagged or uncertain: nothing is written of any other film, and nothing else may be said of one"
Severity: #error
Expression: "coding.count() = 1 and coding.where(system = 'https://trabecula.example/fhir/CodeSystem/trabecula').where(code = 'flagged' or code = 'uncertain').count() = 1"
