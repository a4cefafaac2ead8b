import { basename } from 'node:path';
import { addPackage, retirePackage } from '../adapters/model-package/change-packages.ts';
import { listPackages, type ListedPackage } from '../adapters/model-registry.ts';
import { modelsFolderOf } from '../compose/film-tools.ts';
import { EXIT, type RegisterCommand } from './command.ts';
import { addModelsReport } from './models-report.ts';

interface FolderOption {
  readonly models?: string;
}

/** `trabecula models list|add|retire|report`: which model packages are there, in which state. */
export const registerModels: RegisterCommand = (program, context) => {
  const models = program.command('models').description('Model packages: list, add and retire them.');
  const folderOf = (options: FolderOption) => modelsFolderOf(options, context.environment);

  models
    .command('list')
    .description('Every package, verified. Exit code 78 when one is damaged.')
    .option('--models <folder>', 'folder of model packages')
    .action(async (options: FolderOption) => {
      const listed = await listPackages(folderOf(options));
      context.stdout.write(listed.map((item) => `${describe(item)}\n`).join(''));
      if (listed.some((item) => item.state === 'damaged')) process.exitCode = EXIT.badConfiguration;
    });

  models
    .command('add')
    .description('Verify a package and copy it into the models folder; it runs after the next start.')
    .argument('<folder>', 'folder with manifest.json and the network')
    .option('--models <folder>', 'folder of model packages')
    .action(async (from: string, options: FolderOption) => {
      const model = await addPackage(folderOf(options), from);
      context.stdout.write(`added ${model.folder}, version ${model.version}\n`);
    });

  models
    .command('retire')
    .description('Stop using a package; it stays for the record. Results it gave are not withdrawn by this.')
    .argument('<name>', 'id, folder name or first 8 digits of the version')
    .requiredOption('--reason <text>', 'why, for the record')
    .option('--models <folder>', 'folder of model packages')
    .action(async (name: string, options: FolderOption & { readonly reason: string }) => {
      const model = await retirePackage(folderOf(options), name, context.clock(), options.reason);
      context.stdout.write(`retired ${model.folder}\n`);
    });

  addModelsReport(models, context);
};

function describe({ folder, state, model, fault }: ListedPackage): string {
  if (model === undefined) return `${state}  ${basename(folder)}  ${fault ?? ''}`;
  const { manifest, version } = model;
  const what = manifest.kind === 'score' ? `${manifest.view} score` : 'suitability';
  return (
    `${state}  ${basename(folder)}  ${what}  ${manifest.file.precision}  version ${version.slice(0, 12)}  ${manifest.release}  ` +
    `${manifest.trainingData.statement}`
  );
}
