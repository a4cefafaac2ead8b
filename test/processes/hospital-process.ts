/** An EHR and archive of simulated patients that a test can kill: `node hospital-process.ts STUDY_DATE PORT`. */
import { startNumberedHospital } from '../fakes/numbered-hospital.ts';

const [studyDate = '', port = '0'] = process.argv.slice(2);
const { origin } = await startNumberedHospital(studyDate, { port: Number(port) });
process.stdout.write(`hospital: ${origin}\n`);
