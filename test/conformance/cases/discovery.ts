import { SERVICE_ID } from '../../../src/cds-hooks/discovery.ts';
import { PREFETCH_TOKENS, tokensOf } from '../../../src/cds-hooks/prefetch-query.ts';
import type { DiscoveryResponse } from '../../../src/cds-hooks/protocol.ts';
import { library, spec, type ConformanceCase, type World } from '../case.ts';

async function discovery({ service }: World): Promise<DiscoveryResponse> {
  const response = await fetch(`${service.url}/cds-services`);
  expect(response.status).toBe(200);
  return (await response.json()) as DiscoveryResponse;
}

async function templates(world: World): Promise<readonly string[]> {
  const { services } = await discovery(world);
  return services.flatMap(({ prefetch }) => Object.values(prefetch));
}

export const discoveryCases: readonly ConformanceCase[] = [
  {
    rows: spec(4, 5, 13),
    claim: 'discovery answers GET {base}/cds-services with 200, without credentials',
    check: async (world) => void (await discovery(world)),
  },
  {
    rows: spec(6),
    claim: 'discovery is an object with a list of services',
    check: async (world) => expect(Array.isArray((await discovery(world)).services)).toBe(true),
  },
  {
    rows: spec(7, 8, 9, 10, 12),
    claim: 'each service has hook, title, description, id and usage requirements as text',
    check: async (world) => {
      for (const service of (await discovery(world)).services)
        for (const field of ['hook', 'title', 'description', 'id', 'usageRequirements'] as const)
          expect(service[field]).toMatch(/\S/);
    },
  },
  {
    rows: spec(16),
    claim: 'a call goes to {base}/cds-services/{id}',
    check: async ({ service, ehr }) => {
      const url = `${service.url}/cds-services/${SERVICE_ID}`;
      const response = await fetch(url, {
        method: 'POST',
        headers: { Authorization: `Bearer ${await ehr.token(url)}` },
      });
      expect(response.status).not.toBe(404);
    },
  },
  {
    rows: spec(210, 211),
    claim: 'one id stands on three hooks, so that newer guidance replaces older',
    check: async (world) => {
      const { services } = await discovery(world);
      expect(services.map(({ hook }) => hook)).toEqual(['patient-view', 'order-select', 'order-sign']);
      expect(new Set(services.map(({ id }) => id)).size).toBe(1);
    },
  },
  {
    rows: spec(11, 29, 36),
    claim: 'prefetch templates are published under keys',
    check: async (world) => {
      for (const { prefetch } of (await discovery(world)).services)
        for (const [key, template] of Object.entries(prefetch)) {
          expect(key).toMatch(/^[A-Za-z][A-Za-z0-9]*$/);
          expect(template).toMatch(/^[A-Z][A-Za-z]+[/?]/);
        }
    },
  },
  {
    rows: [...spec(35, 55, 56, 57, 59), ...library(4, 8, 12, 77, 81, 85)],
    claim: 'prefetch tokens stand in {{ }} and are root primitives of the context or user identifiers',
    check: async (world) => {
      for (const template of await templates(world)) {
        const withoutTokens = template.replace(/\{\{[^{}]+\}\}/g, '');
        expect(withoutTokens).not.toMatch(/[{}]/);
        for (const token of tokensOf(template)) expect(PREFETCH_TOKENS).toContain(token);
      }
    },
  },
  {
    rows: library(16, 89, 93),
    claim: 'no template uses draftOrders or selections',
    check: async (world) => {
      expect((await templates(world)).join()).not.toMatch(/draftOrders|selections/);
      expect(() => tokensOf('{{context.draftOrders}}')).toThrow(TypeError);
      expect(() => tokensOf('{{context.selections}}')).toThrow(TypeError);
    },
  },
  {
    rows: spec(58),
    claim: 'templates are reads and searches without chaining, includes or modifiers',
    check: async (world) => {
      for (const template of await templates(world)) {
        const [, search = ''] = template.split('?');
        for (const name of new URLSearchParams(search).keys()) {
          expect(name).not.toMatch(/^_(rev)?include|^_has|[.:]/);
        }
        for (const date of search.matchAll(/date=([a-z]{2})\d/g))
          expect(['eq', 'lt', 'gt', 'ge', 'le']).toContain(date[1]);
      }
    },
  },
];
