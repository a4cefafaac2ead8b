const object = (required: readonly string[], properties: Readonly<Record<string, unknown>>) => ({
  type: 'object',
  required,
  properties,
});
const text = { type: 'string' } as const;
const uuid = { type: 'string', format: 'uuid' } as const;

/** Bodies of requests, as far as a caller needs to know; what a body may hold exactly is checked by its parser. */
export const BODY_SCHEMAS: Readonly<Record<string, unknown>> = {
  CdsRequest: object(['hook', 'hookInstance', 'context'], {
    hook: { enum: ['patient-view', 'order-select', 'order-sign'] },
    hookInstance: uuid,
    fhirServer: { type: 'string', format: 'uri' },
    fhirAuthorization: object(['access_token', 'token_type'], {
      access_token: text,
      token_type: { const: 'Bearer' },
      expires_in: { type: 'integer' },
      scope: text,
      subject: text,
    }),
    context: object(['userId', 'patientId'], {
      userId: text,
      patientId: text,
      encounterId: text,
      selections: { type: 'array', items: text },
      draftOrders: { type: 'object', description: 'FHIR R4 Bundle' },
    }),
    prefetch: { type: 'object', additionalProperties: { type: ['object', 'null'] } },
  }),
  Feedback: object(['feedback'], {
    feedback: {
      type: 'array',
      items: object(['card', 'outcome', 'outcomeTimestamp'], {
        card: uuid,
        outcome: { enum: ['accepted', 'overridden'] },
        acceptedSuggestions: { type: 'array', items: object(['id'], { id: uuid }) },
        overrideReason: object([], { reason: { type: 'object' }, userComment: text }),
        outcomeTimestamp: { type: 'string', format: 'date-time' },
      }),
    },
  }),
  CardStop: object(['tenantId', 'reason'], {
    tenantId: text,
    reason: { type: 'string', minLength: 3, maxLength: 500 },
    assessments: { enum: ['go-on', 'stop'], default: 'go-on' },
    writing: { enum: ['go-on', 'stop'], description: 'Not given: the same as assessments' },
  }),
  ToolInputs: object([], {
    ageYears: { type: 'number' },
    weightKg: { type: 'number' },
    oestrogen: { type: 'boolean' },
    lowImpactFracture: { type: 'boolean' },
  }),
  AppAnswer: object(['kind'], {
    kind: { enum: ['ordered', 'set-aside'] },
    cardUuid: text,
    reasonCode: text,
    comment: text,
  }),
  AppReview: object(['assessmentKey'], { assessmentKey: text }),
  AcceptanceCriteria: object(
    ['fewestPeople', 'fewestWithOsteoporosis', 'sensitivityLowerLimit', 'ppvLowerLimit'],
    {
      fewestPeople: { type: 'integer', minimum: 1 },
      fewestWithOsteoporosis: { type: 'integer', minimum: 1 },
      sensitivityLowerLimit: { type: 'number', description: 'floor of the lower 95 % limit, 0 to 1' },
      ppvLowerLimit: { type: 'number', description: 'floor of the lower 95 % limit, 0 to 1' },
    },
  ),
  SiteReport: { type: 'object', description: 'report.json of "trabecula validate", byte by byte' },
  SignOff: object(['reportDigest', 'role'], {
    reportDigest: { type: 'string', pattern: '^[0-9a-f]{64}$' },
    role: { enum: ['clinical-owner', 'decision-support-governance'] },
  }),
  StatedReason: object(['reason'], { reason: { type: 'string', minLength: 3, maxLength: 500 } }),
  ScreeningRun: { type: 'object' },
  AttestedDxa: { type: 'object' },
  PopulationImport: { type: 'object' },
  ResearchExport: object(['project'], {
    project: { type: 'string', maxLength: 80 },
    dates: { enum: ['shifted', 'year'], default: 'shifted' },
  }),
};
