import type { CdsCard, CdsResponse } from '../../src/cds-hooks/protocol.ts';

/** A card with everything that a card may have. */
export const goodCard = {
  uuid: '4e0a3a1e-3283-4575-ab82-028d55fe2719',
  summary: 'Research model, simulated training: flagged on a lumbar film of 2026-03-01',
  detail:
    '**Guideline basis**\n\n- USPSTF 2025: women 65 and older\n\n[Guideline](https://www.uspreventiveservicestaskforce.org)',
  indicator: 'info',
  source: {
    label: 'Trabecula',
    url: 'https://cds.example.org/model-cards/lumbar-ap',
    icon: 'https://cds.example.org/icon.png',
    topic: { code: 'osteoporosis-screening', system: 'https://cds.example.org/topics' },
  },
  suggestions: [
    {
      label: 'Draft a DXA order',
      uuid: 'e56e1945-20b3-4393-8503-a1a20fd73152',
      isRecommended: true,
      actions: [
        {
          type: 'create',
          description: 'DXA of spine and hip',
          resource: {
            resourceType: 'ServiceRequest',
            status: 'draft',
            intent: 'proposal',
            subject: { reference: 'Patient/p1' },
          },
        },
      ],
    },
  ],
  selectionBehavior: 'at-most-one',
  overrideReasons: [
    {
      code: 'patient-refuses',
      system: 'http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes',
      display: 'Patient refuses',
    },
  ],
  links: [
    { label: 'Model card', url: 'https://cds.example.org/model-cards/lumbar-ap#v1', type: 'absolute' },
    {
      label: 'Open the film',
      url: 'https://cds.example.org/app/launch',
      type: 'smart',
      appContext: 'assessment-1',
    },
  ],
} as const satisfies CdsCard;

type Path = readonly (string | number)[];

/** A copy of the good response with the value at a path replaced; undefined removes it. */
export function changed(path: Path, value: unknown): CdsResponse {
  const copy = JSON.parse(JSON.stringify({ cards: [goodCard] })) as Record<string | number, unknown>;
  const parent = path
    .slice(0, -1)
    .reduce((node, part) => node[part] as Record<string | number, unknown>, copy);
  const last = path.at(-1) ?? '';
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy as unknown as CdsResponse;
}

export const goodResponse: CdsResponse = { cards: [goodCard] };
