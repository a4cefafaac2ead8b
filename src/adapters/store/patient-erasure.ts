import type { PatientErasure } from '../../flow/ports/patient-erasure.ts';
import { statement, type Database } from './database.ts';

/** Kept although it names the patient: the audit trail is append only. */
export const KEPT_TABLES = ['trabecula.audit_entry'];

// Every table with a patient is found in the catalogue, so that one added later is not forgotten.
const TABLES = statement(
  'erasure.tables',
  `SELECT c.table_schema || '.' || c.table_name AS "table"
   FROM information_schema.columns c
   JOIN information_schema.tables t USING (table_schema, table_name)
   WHERE c.column_name = 'patient_id' AND c.table_schema IN ('trabecula', 'population')
     AND t.table_type = 'BASE TABLE'
   ORDER BY 1`,
);

/** Deletes a patient's rows in one transaction. */
export function openPatientErasure(database: Database): PatientErasure {
  return {
    erase: (tenantId, patientId) =>
      database.transaction(async (sql) => {
        const tables = await sql.query<{ table: string }>(TABLES);
        const deleted: Record<string, number> = {};
        for (const { table } of tables.filter((row) => !KEPT_TABLES.includes(row.table))) {
          const [schema, name] = table.split('.');
          const remove = statement(
            `erasure.${table}`.slice(0, 63),
            `DELETE FROM "${schema}"."${name}" WHERE tenant_id = $1 AND patient_id = $2 RETURNING 1 AS gone`,
          );
          deleted[table] = (await sql.query(remove, [tenantId, patientId])).length;
        }
        return deleted;
      }),
  };
}
