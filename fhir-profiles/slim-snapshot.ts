import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';

/** What an element's snapshot repeats of the base specification and no validator reads. */
const UNREAD = ['mapping', 'comment', 'requirements', 'alias', 'example', 'isSummary'] as const;

function slimElement(element: ElementDefinition): ElementDefinition {
  const slim: ElementDefinition = { ...element };
  for (const name of UNREAD) delete slim[name];
  // A snapshot's element has a definition (invariant sdf-3); the short one says it.
  if (slim.short !== undefined) slim.definition = slim.short;
  if (slim.isModifier === false) delete slim.isModifier;
  if (slim.constraint !== undefined)
    slim.constraint = slim.constraint.map(({ xpath: _xpath, source: _source, ...constraint }) => constraint);
  if (slim.binding !== undefined) {
    const { description, extension: _extension, ...binding } = slim.binding;
    // A binding without a value set has a description (invariant sdf-10).
    slim.binding = {
      ...binding,
      ...(binding.valueSet === undefined && description !== undefined ? { description } : {}),
    };
  }
  return slim;
}

/** A definition as it is kept and served: complete for validators, without the base specification's prose. */
export function slimSnapshot(definition: StructureDefinition): StructureDefinition {
  const { mapping: _mapping, snapshot, ...rest } = definition;
  return {
    ...rest,
    ...(snapshot === undefined ? {} : { snapshot: { element: snapshot.element.map(slimElement) } }),
  };
}

/** One line an element, so that a change of one rule is a change of few lines. */
export function definitionText(definition: StructureDefinition): string {
  const lines = Object.entries(definition).map(([key, value]) => {
    const { element } = (value ?? {}) as { element?: readonly unknown[] };
    if (element === undefined) return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
    return `${JSON.stringify(key)}:{"element":[\n${element.map((one) => JSON.stringify(one)).join(',\n')}\n]}`;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}
