import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileAudit } from '../../../src/adapters/audit/file-audit.ts';

test('the first process on a machine makes the folder of its audit file; lines are appended', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trabecula-audit-'));
  const path = join(folder, 'not', 'there', 'audit.ndjson');
  const line = {
    tenantId: 'north',
    action: 'image-read',
    actor: 'trabecula',
    subject: 'Patient/p1',
    object: 'urn:oid:1.2.3',
    outcome: 'success',
    at: new Date('2026-11-28T12:00:00Z'),
  } as const;
  try {
    const trail = openFileAudit(path);
    await trail.record(line);
    await trail.record(line);
    const written = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(written.map((text) => JSON.parse(text) as unknown)).toEqual(
      Array.from({ length: 2 }, () => ({ ...line, at: '2026-11-28T12:00:00.000Z' })),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
