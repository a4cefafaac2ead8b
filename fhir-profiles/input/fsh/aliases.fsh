// Every URL that the profiles name. src/fhir/print/canonical-urls.ts is the other place; a test holds the two together.
Alias: $own = https://trabecula.example/fhir/CodeSystem/trabecula
Alias: $assessment-key = https://trabecula.example/fhir/identifier/assessment-key
Alias: $follow-up-key = https://trabecula.example/fhir/identifier/follow-up-task
Alias: $model-version = https://trabecula.example/fhir/identifier/model-version
Alias: $film-outcome = https://trabecula.example/fhir/ValueSet/film-outcome
Alias: $follow-up-state = https://trabecula.example/fhir/ValueSet/follow-up-state
Alias: $undoing = https://trabecula.example/fhir/ValueSet/undoing
Alias: $dxa-study = https://trabecula.example/fhir/ValueSet/dxa-study

Alias: $observation-value = http://terminology.hl7.org/CodeSystem/v3-ObservationValue
Alias: $observation-category = http://terminology.hl7.org/CodeSystem/observation-category
Alias: $flag-category = http://terminology.hl7.org/CodeSystem/flag-category
Alias: $participant = http://terminology.hl7.org/CodeSystem/provenance-participant-type
Alias: $audit-event-type = http://terminology.hl7.org/CodeSystem/audit-event-type
Alias: $ai-device-type = http://hl7.org/fhir/uv/aitransparency/CodeSystem/AIdeviceTypeCS
