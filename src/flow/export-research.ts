import { alikeKey, fewestAlike, PeopleAlike, type Released } from '../core/population/rare-people.ts';
import type { DateRule } from '../core/population/safe-harbor.ts';
import { TrabeculaError } from '../errors.ts';
import { quasiIdentityOf, researchRowOf } from './research-row.ts';
import type { AuditTrail } from './ports/audit.ts';
import type { Clock } from './ports/clock.ts';
import type { OptOuts } from './ports/opt-outs.ts';
import type {
  CellCount,
  Pseudonyms,
  ResearchExportRecords,
  ResearchExportReport,
  ResearchPatient,
  ResearchSource,
  ResearchSpool,
} from './ports/research-export.ts';

export interface ResearchExportRequest {
  readonly tenantId: string;
  /** Names the project: the same patient has another pseudonym and another date shift in each. */
  readonly project: string;
  readonly dates: DateRule;
  readonly askedBy: string;
}

export interface ResearchExportPorts {
  readonly source: ResearchSource;
  /** Undefined when the tenant has no key for pseudonyms. */
  readonly pseudonymsOf: (tenantId: string, project: string) => Pseudonyms | undefined;
  readonly openSpool: () => Promise<ResearchSpool>;
  readonly records: ResearchExportRecords;
  readonly optOuts: OptOuts;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly newId: () => string;
}

export interface ResearchExport {
  readonly report: ResearchExportReport;
  /** The caller streams and then removes it. */
  readonly spool: ResearchSpool;
}

const note =
  'Research model, trained on simulated radiographs, not for clinical use. De-identified in the manner of 45 CFR 164.514(b)(2); neither an expert determination nor legal advice.';

/**
 * The de-identified export of a tenant's patients, one row each. Two passes: the first counts who is alike, the second
 * writes what may be shown. Nothing is handed out before the whole was checked: an import that changes patients between
 * the passes could leave a combination with too few people.
 *
 * Throws TrabeculaError "conflict" when the tenant has no key, or when patients changed meanwhile; a line in the audit
 * trail is left either way.
 */
export async function exportResearch(
  request: ResearchExportRequest,
  ports: ResearchExportPorts,
  signal: AbortSignal,
): Promise<ResearchExport> {
  const exportId = ports.newId();
  const audited = (outcome: 'success' | 'failure') =>
    ports.audit.record({
      tenantId: request.tenantId,
      action: 'export',
      actor: request.askedBy,
      subject: undefined,
      object: `research-export/${exportId}`,
      outcome,
      at: ports.clock(),
    });
  let spool: ResearchSpool | undefined;
  try {
    const pseudonyms = ports.pseudonymsOf(request.tenantId, request.project);
    if (pseudonyms === undefined)
      throw new TrabeculaError('conflict', 'the tenant has no key for research pseudonyms (researchKeyFile)');
    const releaseOf = await countAlike(request.tenantId, ports, signal);
    spool = await ports.openSpool();
    const written = await writeRows({ request, pseudonyms, releaseOf, spool }, ports, signal);
    const report = reportOf(request, exportId, written, ports.clock());
    await ports.records.keep(report);
    await audited('success');
    return { report, spool };
  } catch (error) {
    await spool?.remove();
    await audited('failure');
    throw error;
  }
}

const mayLeave = (
  tenantId: string,
  { patientId }: ResearchPatient,
  { optOuts }: ResearchExportPorts,
): boolean => !optOuts.hasOptedOut(tenantId, patientId);

async function countAlike(tenantId: string, ports: ResearchExportPorts, signal: AbortSignal) {
  const alike = new PeopleAlike();
  for await (const page of ports.source.patients(tenantId, signal)) {
    for (const patient of page) if (mayLeave(tenantId, patient, ports)) alike.add(quasiIdentityOf(patient));
  }
  return alike.release();
}

interface Written {
  readonly rows: number;
  readonly byLevel: readonly number[];
  readonly tooRare: number;
  readonly optedOut: number;
}

async function writeRows(
  into: {
    readonly request: ResearchExportRequest;
    readonly pseudonyms: Pseudonyms;
    readonly releaseOf: ReturnType<PeopleAlike['release']>;
    readonly spool: ResearchSpool;
  },
  ports: ResearchExportPorts,
  signal: AbortSignal,
): Promise<Written> {
  const { tenantId, dates } = into.request;
  const alike = new Map<string, number>();
  const byLevel = [0, 0, 0, 0];
  let tooRare = 0;
  let optedOut = 0;
  const count = ({ level, values }: Released) => {
    alike.set(alikeKey(values), (alike.get(alikeKey(values)) ?? 0) + 1);
    byLevel[level] = (byLevel[level] ?? 0) + 1;
  };
  for await (const page of ports.source.patients(tenantId, signal)) {
    for (const patient of page) {
      const released = into.releaseOf(quasiIdentityOf(patient));
      if (!mayLeave(tenantId, patient, ports)) optedOut += 1;
      else if (released === undefined) tooRare += 1;
      else {
        await into.spool.add(researchRowOf(patient, released, dates, into.pseudonyms));
        count(released);
      }
    }
  }
  if ([...alike.values()].some((people) => people < fewestAlike))
    throw new TrabeculaError('conflict', 'patients changed while the export was made; ask again');
  return { rows: byLevel.reduce((a, b) => a + b), byLevel, tooRare, optedOut };
}

function reportOf(
  { tenantId, project, dates, askedBy }: ResearchExportRequest,
  exportId: string,
  { rows, byLevel, tooRare, optedOut }: Written,
  at: Date,
): ResearchExportReport {
  const [, place, origin, age] = byLevel.map(cellCount);
  return {
    exportId,
    tenantId,
    project,
    dates,
    askedBy,
    madeAt: at.toISOString(),
    fewestAlike,
    rows,
    generalised: { place: place ?? 0, origin: origin ?? 0, age: age ?? 0 },
    withheld: { tooRare: cellCount(tooRare), optedOut: cellCount(optedOut) },
    note,
  };
}

const cellCount = (people: number): CellCount =>
  people > 0 && people < fewestAlike ? `under ${fewestAlike}` : people;
