import type { Cursors } from '../../flow/ports/cursors.ts';
import { statement, type Database } from './database.ts';

const READ = statement(
  'cursor.read',
  'SELECT position FROM trabecula.cursor WHERE tenant_id = $1 AND name = $2',
);
const MOVE = statement(
  'cursor.move',
  `INSERT INTO trabecula.cursor (tenant_id, name, position) VALUES ($1, $2, $3)
   ON CONFLICT (tenant_id, name) DO UPDATE SET position = EXCLUDED.position`,
);

export function openCursors(database: Database): Cursors {
  return {
    read: async (tenantId, name) =>
      (await database.query<{ position: string }>(READ, [tenantId, name]))[0]?.position,
    move: async (tenantId, name, position) => void (await database.query(MOVE, [tenantId, name, position])),
  };
}
