import type { FitVariant } from '../core/validation/site-fit.ts';
import type { SiteReport } from '../core/validation/site-report.ts';
import { decimal, table, withInterval } from './figures.ts';
import { html, type Markup } from './html.ts';

const VARIANT_TEXT: Readonly<Record<FitVariant, string>> = {
  both: 'AP and lateral',
  ap: 'AP alone',
  lateral: 'lateral alone',
  ageSexOnly: 'age and sex alone, no film',
};

/** The site's own update logit P = a + b score + f(age, sex), and how it does on people it was not fitted on. */
export function siteFitSection(fits: SiteReport['siteFit'], word: string): Markup {
  const sections = (Object.keys(fits) as FitVariant[]).map((variant) => {
    const fit = fits[variant];
    if (fit.kind === 'not-estimable')
      return html`<h3>${VARIANT_TEXT[variant]}</h3>
        <p>Not fitted: ${fit.reason}.</p>`;
    const { auc, calibration } = fit.crossValidated;
    return html`${table(
        `${VARIANT_TEXT[variant]}: ${fit.people} ${word}people, ${fit.withCondition} with the condition`,
        ['term', 'coefficient (standard error)'],
        fit.terms.map((term, i) => [
          term,
          `${decimal(fit.coefficients[i]!, 3)} (${decimal(Math.sqrt(fit.covariance[i]![i]!), 3)})`,
        ]),
      )}
      <p>
        On people left out of the fit (ten-fold): AUC
        ${auc.kind === 'estimated' ? withInterval(auc.interval) : withInterval(auc)}, calibration slope
        ${withInterval(calibration.slope)}, Brier ${decimal(calibration.brier, 3)}.
      </p>`;
  });
  return html`<h2>The site’s own update: logit P(lumbar T ≤ −2.5) = a + b score + f(age, sex)</h2>
    <p class="soft">
      Age is centred and scaled as in the shipped combination. Intervals shown to users are those of the group
      estimate, not of the person.
    </p>
    ${sections}`;
}
