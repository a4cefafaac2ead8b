// The other forms in which a result is written, where a record keeps no RiskAssessment.

Profile: FilmObservation
Parent: Observation
Id: film-observation
Title: "Film assessment as an Observation"
Description: "The twin of the film RiskAssessment for records that keep none: an imaging observation derived from the study."
* insert MachineMade
* text 1..1 MS
* insert AssessmentKey
* status MS
* status obeys film-observation-status
* category 1..* MS
* insert SlicedByPattern(category)
* category contains imaging 1..1 MS
* category[imaging] = $observation-category#imaging
* code = $own#osteoporosis-film-screening
* insert OfPatient(subject)
* effective[x] 1..1 MS
* effective[x] only dateTime
* issued 1..1 MS
* value[x] 1..1 MS
* value[x] only CodeableConcept
* valueCodeableConcept from $film-outcome (required)
* valueCodeableConcept obeys flagged-or-uncertain
* dataAbsentReason 0..0
* interpretation 0..0
* interpretation ^short = "Never: its words (low, normal, negative) say what no film result says"
* referenceRange 0..0
* method 1..1 MS
* method = $own#lumbar-film-models
* insert ByModel(device)
* derivedFrom 1..* MS
* derivedFrom obeys names-study
* note 1..* MS
* component 1..* MS
* component ^slicing.discriminator.type = #pattern
* component ^slicing.discriminator.path = "code"
* component ^slicing.rules = #open
* component contains score 1..1 MS and probability 0..1 MS
* component obeys film-component
* component[score].code = $own#film-model-score
* component[score].value[x] 1..1
* component[score].value[x] only Quantity
* component[probability].code = $own#lumbar-t-score-probability
* component[probability].value[x] 1..1
* component[probability].value[x] only Quantity
* component.interpretation 0..0

Invariant: film-observation-status
Description: "Preliminary, reviewed, or taken back"
Severity: #error
Expression: "$this = 'preliminary' or $this = 'final' or $this = 'amended' or $this = 'corrected' or $this = 'cancelled' or $this = 'entered-in-error'"

Invariant: film-component
Description: "A score is a number without a unit; a probability is a percentage from 0 to 100"
Severity: #error
Expression: "(code.coding.where(code = 'film-model-score').exists() implies value.code = '1') and (code.coding.where(code = 'lumbar-t-score-probability').exists() implies (value.code = '%' and value.value >= 0 and value.value <= 100))"

Profile: FilmReport
Parent: DocumentReference
Id: film-report
Title: "Film assessment as a document"
Description: "The assessment in plain text, for records that keep neither RiskAssessment nor Observation of ours."
* insert MachineMade
* insert AssessmentKey
* status MS
* docStatus 1..1 MS
* type 1..1 MS
* type = $own#film-report
* insert OfPatient(subject)
* date 1..1 MS
* insert ByModel(author)
* description 1..1 MS
* content 1..1 MS
* content obeys film-text
* content.attachment.contentType 1..1
* content.attachment.data 1..1
* content.attachment.url 0..0
* context 1..1 MS
* context.related 1..* MS
* context.related obeys names-study

Invariant: film-text
Description: "The document is plain text"
Severity: #error
Expression: "attachment.contentType.startsWith('text/plain')"

Profile: FilmCommunication
Parent: Communication
Id: film-communication
Title: "Film assessment as a message"
Description: "The assessment in words, for records that keep it in no structured form."
* insert MachineMade
* insert AssessmentKey
* status MS
* insert OfPatient(subject)
* topic 1..1 MS
* topic = $own#osteoporosis-film-screening
* sent 1..1 MS
* insert ByModel(sender)
* payload 1..* MS
* payload.content[x] only string

Profile: FilmFlag
Parent: Flag
Id: film-flag
Title: "Film assessment as a flag"
Description: "The assessment as a flag on the chart, for records that keep it in no other form."
* insert MachineMade
* text 1..1 MS
* insert AssessmentKey
* status MS
* category 1..* MS
* insert SlicedByPattern(category)
* category contains clinical 1..1 MS
* category[clinical] = $flag-category#clinical
* code MS
* code = $own#osteoporosis-film-screening
* code.text 1..1
* insert OfPatient(subject)
* period 1..1 MS
* period.start 1..1
* insert ByModel(author)
