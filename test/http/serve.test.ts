import express from 'express';
import { loadConfig } from '../../src/config.ts';
import { serve } from '../../src/http/serve.ts';

const settings = { ...loadConfig({}).server, port: 0 };

test('a port that is taken is named with its setting', async () => {
  const first = await serve(express(), settings);
  await expect(serve(express(), { ...settings, port: first.port })).rejects.toMatchObject({
    code: 'port-in-use',
    message: expect.stringContaining('TRABECULA_PORT') as string,
  });
  await first.close(0);
});

test('closing waits for a call in hand and then cuts', async () => {
  const app = express();
  let answer: (() => void) | undefined;
  const arrived = new Promise<void>((resolve) => {
    app.get('/', (_request, response) => {
      answer = () => response.send('done');
      resolve();
    });
  });
  const server = await serve(app, settings);
  const response = fetch(server.url);
  await arrived;
  const closed = server.close(5_000);
  answer?.();
  expect(await (await response).text()).toBe('done');
  await closed;
  await expect(fetch(server.url)).rejects.toThrow();
});
