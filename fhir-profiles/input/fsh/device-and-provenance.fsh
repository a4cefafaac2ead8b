Profile: FilmModelDevice
Parent: Device
Id: film-model-device
Title: "One version of a film model"
Description: "A model version, by the SHA-256 of its weights with preprocessing, calibration and thresholds. Another version is another Device, so that a result always leads to what made it. Two models that read a study together are a Device of their own."
* obeys ai-kind and one-version
* identifier 1..* MS
* identifier ^slicing.discriminator.type = #value
* identifier ^slicing.discriminator.path = "system"
* identifier ^slicing.rules = #open
* identifier contains modelVersion 1..1 MS
* identifier[modelVersion].system 1..1
* identifier[modelVersion].system = $model-version
* identifier[modelVersion].value 1..1
* identifier obeys system-and-value
* status 1..1 MS
* deviceName 1..* MS
* deviceName.type = #model-name
* type 1..1 MS
* type = $ai-device-type#Artificial-Intelligence
* version 1..* MS
* patient 0..0
* safety 1..* MS
* safety.text 1..1
* safety ^short = "What kind of model it is: a research model says so here"

Invariant: ai-kind
Description: "The kind of model is said (HL7 AI Transparency: AIKind)"
Severity: #error
Expression: "extension.where(url = 'http://hl7.org/fhir/uv/aitransparency/StructureDefinition/aitransparency.AIKind').value.coding.code.exists()"

Invariant: one-version
Description: "The identifier is the digest of each version, joined by '+', and the versions are the same digests"
Severity: #error
Expression: "identifier.where(system = 'https://trabecula.example/fhir/identifier/model-version').value = version.value.join('+')"

Profile: FilmProvenance
Parent: Provenance
Id: film-provenance
Title: "How a film assessment came to be"
Description: "Which model versions made the resources, from which imaging study, and where the model card of each version can be read. R4 gives a Provenance no identifier: a tag with the key of the assessment lets it be created once."
* insert TaggedWithKey
* target MS
* occurred[x] 1..1 MS
* occurred[x] only dateTime
* recorded MS
* reason 1..* MS
* insert SlicedByPattern(reason)
* reason contains machineMade 1..1 MS
* reason[machineMade] = $observation-value#AIAST
* agent MS
* agent.type 1..1
* agent.type = $participant#author
* agent.role 1..*
* insert SlicedByPattern(agent.role)
* agent.role contains model 1..1
* agent.role[model] = $ai-device-type#Artificial-Intelligence
* agent.who only Reference(Device)
* agent.who obeys names-model
* entity 1..* MS
* obeys made-from-study

RuleSet: TaggedWithKey
* meta 1..1 MS
* meta.tag 1..* MS
* meta.tag ^slicing.discriminator.type = #value
* meta.tag ^slicing.discriminator.path = "system"
* meta.tag ^slicing.rules = #open
* meta.tag contains assessmentKey 1..1 MS
* meta.tag[assessmentKey].system 1..1
* meta.tag[assessmentKey].system = $assessment-key
* meta.tag[assessmentKey].code 1..1

Invariant: made-from-study
Description: "The source is the imaging study, by its DICOM UID; model cards are derivations"
Severity: #error
Expression: "entity.where(role = 'source').what.identifier.where(system = 'urn:dicom:uid').exists()"

Profile: UndoingProvenance
Parent: Provenance
Id: undoing-provenance
Title: "Why a film assessment no longer counts"
Description: "Says of resources that they were withdrawn, or superseded by a newer assessment."
* insert TaggedWithKey
* target MS
* recorded MS
* activity 1..1 MS
* activity from $undoing (required)
* activity obeys undoing-activity
* agent MS
* agent.type 1..1
* agent.type = $participant#performer

Invariant: undoing-activity
Description: "Withdrawn or superseded"
Severity: #error
Expression: "coding.where(system = 'https://trabecula.example/fhir/CodeSystem/trabecula').where(code = 'assessment-withdrawn' or code = 'assessment-superseded').count() = 1"

Profile: FollowOnProvenance
Parent: Provenance
Id: follow-on-provenance
Title: "What was done with a written film assessment"
Description: "A clinician reviewed the result, the Task in hand went on under a newer reading of the film, or the follow-up ended without an answer, with its reason."
* insert TaggedWithKey
* target MS
* recorded MS
* agent MS
* agent.type 1..1
* obeys reviewed-or-followed-on

Invariant: reviewed-or-followed-on
Description: "A verifier, or ourselves with the activity follow-up-handed-over, or follow-up-ended and a reason"
Severity: #error
Expression: "agent.type.coding.where(code = 'verifier').exists() or activity.coding.where(system = 'https://trabecula.example/fhir/CodeSystem/trabecula').where(code = 'follow-up-handed-over').exists() or (reason.exists() and activity.coding.where(system = 'https://trabecula.example/fhir/CodeSystem/trabecula').where(code = 'follow-up-ended').exists())"
