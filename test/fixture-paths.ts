/** Untrained model packages of a few kilobytes, never shipped. */
export const fixtureModels = new URL('fixtures/models', import.meta.url).pathname;
