import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tenantSchema } from '../../src/config/tenant-schema.ts';
import { checkConfig } from '../../src/config.ts';

test('the example configuration is one that the service takes', () => {
  const path = fileURLToPath(new URL('../../deploy/config/config.example.json', import.meta.url));
  expect(checkConfig({ TRABECULA_CONFIG: path })).toMatchObject({ kind: 'good' });
});

test("the integrators' example is a tenant that the configuration takes", () => {
  const page = readFileSync(new URL('../../docs/integrators.md', import.meta.url), 'utf8');
  const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(
    ([, text = '']) => JSON.parse(text) as unknown,
  );
  expect(examples).toHaveLength(1);
  expect(tenantSchema.safeParse(examples[0])).toMatchObject({ success: true });
});
