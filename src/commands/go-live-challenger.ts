import type { Command } from 'commander';
import { tenantModels } from '../compose/tenant-models.ts';
import { researchNotice } from '../core/film/research-notice.ts';
import { challengerName } from '../core/go-live/champion.ts';
import type { RunningModels } from '../core/go-live/effective-mode.ts';
import {
  compareModels,
  type FlaggedYield,
  type ModelComparison,
} from '../core/monitoring/model-comparison.ts';
import { TrabeculaError } from '../errors.ts';
import * as goLive from '../flow/go-live.ts';
import { percentWithInterval } from '../report/figures.ts';
import { acting, inSession, type GoLiveContext, type Session } from './go-live-session.ts';

/** `go-live compare` and `go-live promote`: a second model set beside the one that speaks, and its turn. */
export function addChallenger(command: Command, context: GoLiveContext): void {
  command
    .command('compare')
    .description(
      "The tenant's challenger against its champion on the same people: decisions, AUC difference (paired DeLong) and PPV among the flagged.",
    )
    .requiredOption('--tenant <id>', 'tenant of the configuration')
    .option('--json', 'print JSON', false)
    .action((options: { tenant: string; json: boolean }) =>
      inSession(options.tenant, context, async (session) => {
        const { champion, challenger } = await bothModels(session);
        const pairs = await session.challengers.pairs(session.tenant.id, challengerName(challenger));
        const comparison = compareModels(pairs);
        context.stdout.write(
          options.json
            ? `${JSON.stringify({ models: { champion, challenger }, ...comparison }, null, 2)}\n`
            : comparisonText(comparison, champion, challenger),
        );
      }),
    );
  acting(command.command('promote'))
    .description(
      'Make the challenger the model set that speaks, from the next start of each process. A live tenant needs its validation and two sign-offs first. Promoting again turns it back.',
    )
    .requiredOption('--reason <text>', 'why (no patient data)')
    .action((options: { tenant: string; by: string; reason: string }) =>
      inSession(options.tenant, context, async (session) => {
        const { challenger } = await bothModels(session);
        await goLive.promote(session.tenant, challenger, options.reason, options.by, session.ports);
        context.stdout.write('Promoted. It holds from the next start of each process.\n');
      }),
    );
}

async function bothModels({ config, tenant, ports }: Session) {
  const { champion, challenger } = await tenantModels(config, tenant, await ports.records.of(tenant.id));
  if (challenger === undefined)
    throw new TrabeculaError('bad-request', `tenant ${tenant.id} has no challenger in the configuration`);
  return { champion, challenger };
}

function comparisonText(
  comparison: ModelComparison,
  champion: RunningModels,
  challenger: RunningModels,
): string {
  const { aucDifference: auc } = comparison;
  const isClinical = [champion, challenger].every(({ trainingData }) =>
    trainingData.every((kind) => kind === 'clinical'),
  );
  const decisions = Object.entries(comparison.decisions).sort(([, a], [, b]) => b - a);
  return [
    `champion:   ${modelsText(champion)}`,
    `challenger: ${modelsText(challenger)}`,
    researchNotice[isClinical ? 'clinical' : 'simulated'],
    `${comparison.people} people read by both, ${comparison.withDxa} with a DXA around the film; decisions changed: ${comparison.changed}`,
    ...decisions.map(([name, count]) => `  ${String(count).padStart(7)}  ${name}`),
    auc.kind === 'estimated'
      ? `AUC of the challenger minus that of the champion: ${auc.difference.toFixed(3)} (${auc.lower.toFixed(3)} to ${auc.upper.toFixed(3)}), p ${auc.p.toFixed(3)} (paired DeLong)`
      : `AUC difference: not estimable: ${auc.reason}`,
    yieldText('flagged by the champion', comparison.champion),
    yieldText('flagged by the challenger', comparison.challenger),
    yieldText('flagged by the champion alone', comparison.flaggedByChampionAlone),
    yieldText('flagged by the challenger alone', comparison.flaggedByChallengerAlone),
    "DXA follows the champion's flags: people whom it does not flag have fewer, so the AUC difference can be biased.",
    '',
  ].join('\n');
}

const modelsText = ({ versions, precision }: RunningModels): string =>
  `AP ${versions.ap?.slice(0, 12) ?? 'none'}, lateral ${versions.lateral?.slice(0, 12) ?? 'none'}, ${precision}`;

const yieldText = (name: string, { flagged, withDxa, withOsteoporosis, ppv }: FlaggedYield): string =>
  `${name}: ${flagged}, ${withDxa} with a DXA, ${withOsteoporosis} with osteoporosis; PPV ${percentWithInterval(ppv)}`;
