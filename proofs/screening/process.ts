/** A service or a worker as the command line builds it, to be killed at any moment: `node process.ts SETTINGS` (JSON). */
import { startService } from '../../src/compose/build-service.ts';
import { openLog } from '../../src/compose/log.ts';
import { startWorker } from '../../src/compose/start-worker.ts';
import { loadConfig } from '../../src/config.ts';
import type { ProcessSettings } from './run-settings.ts';

const settings = JSON.parse(process.argv[2] ?? '') as ProcessSettings;
const config = {
  ...loadConfig({
    TRABECULA_PORT: '0',
    TRABECULA_DATA_FOLDER: settings.dataFolder,
    TRABECULA_LOG_LEVEL: 'fatal',
    TRABECULA_WORKERS: '1',
    DATABASE_URL: settings.databaseUrl,
  }),
  tenants: [settings.tenant],
};
const clock = () => new Date(settings.startedAt + (Date.now() - settings.startedAt) * settings.speed);
const log = openLog('fatal');
const running =
  settings.role === 'service'
    ? await startService(config, '0', log, clock)
    : await startWorker(config, log, clock, []);
process.on('message', () => void running.close().then(() => process.exit(0)));
process.on('disconnect', () => process.exit(0));
process.send?.('running');
