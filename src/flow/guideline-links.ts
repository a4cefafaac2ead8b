import type { GuidelineSource } from '../core/decision/decision.ts';

/** Where each guideline can be read. Undefined: no address that is known to stay. */
export const GUIDELINE_LINKS: Readonly<Record<GuidelineSource, string | undefined>> = {
  'uspstf-2025-women-65':
    'https://www.uspreventiveservicestaskforce.org/uspstf/recommendation/osteoporosis-screening',
  'uspstf-2025-women-under-65':
    'https://www.uspreventiveservicestaskforce.org/uspstf/recommendation/osteoporosis-screening',
  'uspstf-2025-men':
    'https://www.uspreventiveservicestaskforce.org/uspstf/recommendation/osteoporosis-screening',
  'iscd-2023': 'https://iscd.org/official-positions-2023/',
  'bhof-2022': 'https://doi.org/10.1007/s00198-021-05900-y',
  'acr-signed-report': undefined,
  'medicare-signed-report': 'https://www.ecfr.gov/current/title-42/section-410.31',
};
