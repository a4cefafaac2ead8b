/**
 * EHR and archive of a proof, a process of its own: `node hospital.ts STUDY_DATE [FAULTS]`. FAULTS (JSON) names the numbers
 * of studies whose films the archive cannot give and of those whose films are cut short. Says its address when it listens.
 */
import { startNumberedHospital, type ArchiveFaults } from '../../test/fakes/numbered-hospital.ts';

const [studyDate = '', faults = '{}'] = process.argv.slice(2);
const hospital = await startNumberedHospital(studyDate, {
  faults: JSON.parse(faults) as Partial<ArchiveFaults>,
});
process.on('message', () => process.send?.(hospital.counts()));
process.on('disconnect', () => process.exit(0));
process.send?.({ origin: hospital.origin });
