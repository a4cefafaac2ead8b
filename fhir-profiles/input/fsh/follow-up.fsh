Profile: FollowUpTask
Parent: Task
Id: follow-up-task
Title: "Follow-up of a flagged film"
Description: "A flagged film until a plan stands: owned by somebody, due on a day, and not completed by the DXA alone. The state of the loop is the business status."
* insert MachineMade
* identifier 1..* MS
* identifier ^slicing.discriminator.type = #value
* identifier ^slicing.discriminator.path = "system"
* identifier ^slicing.rules = #open
* identifier contains followUp 1..1 MS
* identifier[followUp].system 1..1
* identifier[followUp].system = $follow-up-key
* identifier[followUp].value 1..1
* identifier obeys system-and-value
* obeys cancelled-with-reason
* status MS
* statusReason MS
* statusReason ^short = "Why it was cancelled: the state in which the follow-up ended"
* businessStatus 1..1 MS
* businessStatus from $follow-up-state (required)
* businessStatus obeys follow-up-state
* intent MS
* intent = #proposal
* code 1..1 MS
* code = $own#follow-up-of-flagged-film
* description 1..1 MS
* focus 1..1 MS
* insert OfPatient(for)
* authoredOn 1..1 MS
* lastModified 1..1 MS
* insert ByModel(requester)
* owner 1..1 MS
* owner ^short = "Primary care where the chart names it, else the bone-health pool; never nobody"
* restriction 1..1 MS
* restriction.period 1..1
* restriction.period.end 1..1

Invariant: follow-up-state
Description: "One state of the loop"
Severity: #error
Expression: "coding.where(system = 'https://trabecula.example/fhir/CodeSystem/trabecula').where(code.startsWith('state-')).count() = 1"

Invariant: cancelled-with-reason
Description: "A follow-up that ended without an answer says why"
Severity: #error
Expression: "businessStatus.coding.where(code in ('state-no-longer-flagged' | 'state-deceased' | 'state-care-limited')).exists() implies (status = 'cancelled' and statusReason.exists())"

Profile: DxaProposal
Parent: ServiceRequest
Id: dxa-proposal
Title: "Proposed DXA"
Description: "The order that a card offers: a draft and a proposal, for a clinician to review and sign, without a diagnosis. What the film said stands under supportingInfo, because R4 allows no RiskAssessment as a reason."
* status MS
* status = #draft
* intent MS
* intent = #proposal
* code 1..1 MS
* code from $dxa-study (extensible)
* code obeys dxa-code
* code.text 1..1
* insert OfPatient(subject)
* reasonCode 0..0
* reasonCode ^short = "Never: a diagnosis from a film would follow the patient"
* reasonReference 0..0
* supportingInfo MS
* supportingInfo only Reference(RiskAssessment)

Invariant: dxa-code
Description: "A DXA by a code that EHRs know: SNOMED CT 241686001"
Severity: #error
Expression: "coding.where(system = 'http://snomed.info/sct' and code = '241686001').exists()"

Profile: AuditLine
Parent: AuditEvent
Id: audit-line
Title: "Audit line"
Description: "One act of the service on patient data: who, what, of whom, with which outcome. By reference and identifier alone, never with text about a patient."
* type = $audit-event-type#rest
* subtype 1..1 MS
* action 1..1 MS
* recorded MS
* outcome 1..1 MS
* outcomeDesc 0..0
* agent 1..1 MS
* agent.altId 1..1
* agent.name 0..0
* source.observer MS
* entity 1..* MS
* entity.what 1..1
* entity.name 0..0
* entity.description 0..0
* entity.query 0..0
* entity.detail 0..0
