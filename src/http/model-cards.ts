import { Router } from 'express';
import type { ModelCard } from '../core/model-card/model-card.ts';
import { TrabeculaError } from '../errors.ts';
import { chaiCard } from '../report/chai-card.ts';
import { modelCardList, modelCardPage } from '../report/model-card-page.ts';

/** Nothing here needs a script, a form or anything from elsewhere. */
const CONTENT_SECURITY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'";

/**
 * Public model cards, mounted at `/model-cards`: `/` lists the running models, `/{version}` is the page, with
 * `/chai.xml` and `/source-attributes.json` below it. A card is found by the version of the running weights alone: an
 * address of other weights is 404, so that a link on an old card never shows another model's facts. `/{modelId}` leads
 * to the card that runs now.
 */
export function modelCardRoutes(cards: () => Promise<readonly ModelCard[]>): Router {
  const router = Router();
  const find = async (version: string): Promise<ModelCard> => {
    const card = (await cards()).find((c) => c.version === version);
    if (card === undefined) throw new TrabeculaError('not-found', 'no running model has this version');
    return card;
  };
  router.use((request, response, next) => {
    response.set({
      'Content-Security-Policy': CONTENT_SECURITY,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-cache',
    });
    // The pages' links are relative: below an address with a slash at its end they would lead nowhere.
    const [address = ''] = request.originalUrl.split('?');
    const name = /([^/]+)\/$/.exec(address)?.[1];
    if (name === undefined) next();
    else response.redirect(302, `../${name}`);
  });
  router.get('/', async (_request, response) => {
    response.type('html').send(modelCardList(await cards()));
  });
  router.get('/:version/chai.xml', async (request, response) => {
    response.type('application/xml').send(chaiCard(await find(request.params.version)));
  });
  router.get('/:version/source-attributes.json', async (request, response) => {
    const { modelId, version, fileSha256, attributes } = await find(request.params.version);
    response.json({ modelId, version, fileSha256, sourceAttributes: attributes });
  });
  router.get('/:version', async (request, response) => {
    const named = (await cards()).find((c) => c.modelId === request.params.version);
    if (named !== undefined) response.redirect(302, `./${named.version}`);
    else response.type('html').send(modelCardPage(await find(request.params.version)));
  });
  return router;
}
