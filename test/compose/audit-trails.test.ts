import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { openDatabase } from '../../src/adapters/store/open-database.ts';
import { auditTrails } from '../../src/compose/audit-trails.ts';
import type { TenantAccess } from '../../src/compose/tenant-access.ts';
import type { Config } from '../../src/config.ts';
import { TrabeculaError } from '../../src/errors.ts';
import type { AuditEntry } from '../../src/flow/ports/audit.ts';
import { tenantOf } from '../fakes/tenant.ts';

const entry: AuditEntry = {
  tenantId: 'north',
  action: 'image-read',
  actor: 'trabecula',
  subject: 'Patient/1',
  object: 'urn:oid:2.25.1',
  outcome: 'success',
  at: new Date('2026-11-28T12:00:00Z'),
};

test('an EHR that takes no AuditEvent stops nothing: the file has the line all the same', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'trabecula-audit-'));
  const database = await openDatabase({ kind: 'memory' });
  const asked: string[] = [];
  const writer = {
    transaction: (bundle: { entry?: { resource?: { resourceType: string } }[] }) => {
      asked.push(bundle.entry?.[0]?.resource?.resourceType ?? '');
      return Promise.reject(new TrabeculaError('upstream-refused', 'no'));
    },
  };
  const tenant = tenantOf({
    id: 'north',
    writeBack: { enabled: true, types: [], tasks: false, auditEvents: true },
  });
  const access = new Map([['north', { own: { writer } } as unknown as TenantAccess]]);
  try {
    const trail = auditTrails(
      { dataFolder, tenants: [tenant] } as unknown as Config,
      database,
      access,
      pino({ level: 'silent' }),
    );
    await trail.record(entry);
    expect(asked).toEqual(['AuditEvent']);
    expect(await readFile(join(dataFolder, 'audit.ndjson'), 'utf8')).toContain('"object":"urn:oid:2.25.1"');
  } finally {
    await database.close();
    await rm(dataFolder, { recursive: true });
  }
});
