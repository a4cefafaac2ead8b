import { FhirRouter, makeSimpleRequest } from '@medplum/fhir-router';
import { isOk } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import type { ChartRepository } from '../fhir/chart-repository.ts';

const router = new FhirRouter();

/**
 * Resolves the prefetch templates of a service for one call (CDS Hooks 2.0, "Prefetch tokens"). A template with a token
 * that the context lacks, or that the repository refuses, is left out: the service asks for it or does without.
 */
export async function resolvePrefetch(
  templates: Readonly<Record<string, string>>,
  context: Readonly<Record<string, unknown>>,
  repository: ChartRepository,
): Promise<Record<string, Resource | null>> {
  const resolved: Record<string, Resource | null> = {};
  for (const [key, template] of Object.entries(templates)) {
    const query = fillTokens(template, context);
    if (query === undefined) continue;
    const [outcome, resource] = await router.handleRequest(makeSimpleRequest('GET', query), repository);
    if (isOk(outcome)) resolved[key] = resource ?? null;
    else if (outcome.id === 'not-found') resolved[key] = null;
  }
  return resolved;
}

function fillTokens(template: string, context: Readonly<Record<string, unknown>>): string | undefined {
  let isComplete = true;
  const query = template.replace(/\{\{([^}]+)\}\}/g, (_token, path: string) => {
    const [root, field] = path.trim().split('.');
    const value = root === 'context' && field !== undefined ? context[field] : undefined;
    if (typeof value === 'string') return encodeURIComponent(value);
    isComplete = false;
    return '';
  });
  return isComplete ? query : undefined;
}
