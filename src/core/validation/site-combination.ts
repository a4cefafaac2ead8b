import type { Combination, CombinationVariant } from '../model/combination.ts';
import { notEstimable, type NotEstimable } from '../statistics/estimate.ts';
import type { FitVariant, SiteFit } from './site-fit.ts';
import type { SiteReport } from './site-report.ts';

/**
 * The shipped combination with the site's own coefficients: the file that a site may put in its place. Film weights and
 * cuts stay as shipped, because they were signed off with the model. Every variant must have been fitted.
 */
export function siteCombination(report: SiteReport, shipped: Combination): Combination | NotEstimable {
  const { both, ap, lateral, ageSexOnly } = report.siteFit;
  for (const [variant, fit] of Object.entries({ both, ap, lateral, ageSexOnly }))
    if (fit.kind === 'not-estimable') return notEstimable(`${variant}: ${fit.reason}`);
  const own = (variant: Exclude<FitVariant, 'ageSexOnly'>): CombinationVariant => ({
    ...coefficientsOf(report.siteFit[variant] as SiteFit),
    film: shipped.variants[variant].film,
  });
  return {
    ...shipped,
    trainingData: {
      kind: report.patients === 'simulated' ? 'simulated' : 'clinical',
      statement: `fitted on ${report.pairing.analysed} ${report.patients === 'simulated' ? 'simulated ' : ''}people: ${report.title}, ${report.madeAt.slice(0, 10)}`,
      films: report.pairing.analysed,
      patients: report.pairing.analysed,
      simulatorVersion: report.patients === 'simulated' ? shipped.trainingData.simulatorVersion : null,
    },
    variants: { both: own('both'), ap: own('ap'), lateral: own('lateral') },
    ageSexOnly: coefficientsOf(ageSexOnly as SiteFit),
  };
}

function coefficientsOf({ terms, coefficients, covariance }: SiteFit) {
  return { terms, coefficients, covariance };
}
