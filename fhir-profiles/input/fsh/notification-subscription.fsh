Profile: NotificationSubscription
Parent: Subscription
Id: notification-subscription
Title: "Hint that something changed"
Description: "Asks an EHR to say that something changed, and nothing of what: by rest-hook, without content, for some days. What changed is then read by the service itself."
* obeys nothing-sent
* status MS
* reason MS
* criteria MS
* end 1..1 MS
* end ^short = "A service that is gone is not notified for ever"
* channel MS
* channel.type MS
* channel.type = #rest-hook
* channel.endpoint 1..1 MS
* channel.header 1..1 MS
* channel.header obeys bearer-secret

Invariant: bearer-secret
Description: "The notification carries the secret of the tenant as a bearer token"
Severity: #error
Expression: "startsWith('Authorization: Bearer ')"

Invariant: nothing-sent
Description: "No resource is sent: there is no payload, or it is a topic's (R5 backport) notification"
Severity: #error
Expression: "channel.payload.empty() or criteria.startsWith('http')"
