import { fileURLToPath } from 'node:url';
import { checkConfig } from '../../src/config.ts';

test('the example configuration is one that the service takes', () => {
  const path = fileURLToPath(new URL('../../deploy/config/config.example.json', import.meta.url));
  expect(checkConfig({ TRABECULA_CONFIG: path })).toMatchObject({ kind: 'good' });
});
