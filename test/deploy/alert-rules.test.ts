import { existsSync, readFileSync } from 'node:fs';
import { prometheusMetrics } from '../../src/adapters/prometheus-metrics.ts';

const rules = readFileSync(new URL('../../deploy/prometheus-alerts.yml', import.meta.url), 'utf8');

test('every metric of the alert rules is one that the service has', async () => {
  const { body } = await prometheusMetrics().render();
  const offered = [...body.matchAll(/^# TYPE (\w+) (\w+)/gm)].flatMap(([, name, type]) =>
    type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
  );
  const used = new Set([...rules.matchAll(/\b(?:trabecula|process)_\w+/g)].map(([name]) => name));
  expect(used.size).toBeGreaterThan(5);
  expect([...used].filter((name) => !offered.includes(name))).toEqual([]);
});

test('every alert leads to a heading of the runbook', () => {
  const runbook = new URL('../../docs/operations.md', import.meta.url);
  expect(existsSync(runbook)).toBe(true);
  const headings = [...readFileSync(runbook, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-'),
  );
  const links = [...rules.matchAll(/runbook: docs\/operations\.md#(\S+)/g)].map(([, anchor]) => anchor);
  expect(links.length).toBe([...rules.matchAll(/- alert:/g)].length);
  expect(links.filter((anchor) => !headings.includes(anchor ?? ''))).toEqual([]);
});
