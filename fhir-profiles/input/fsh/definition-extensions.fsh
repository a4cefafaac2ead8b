Extension: CodeVerification
Id: code-verification
Title: "Verification of codes"
Description: "Where the codes of a part of a value set come from, and whether they were read in that source (read) or not yet (unverified)."
Context: ValueSet.compose.include
* extension contains source 1..1 and state 1..1
* extension[source].value[x] only string
* extension[source].value[x] 1..1
* extension[state].value[x] only code
* extension[state].value[x] 1..1

Extension: ConfidenceInterval95
Id: confidence-interval-95
Title: "95 % confidence interval"
Description: "Limits of the 95 % confidence interval of a measure score."
Context: MeasureReport.group.measureScore
* value[x] 1..1
* value[x] only Range
