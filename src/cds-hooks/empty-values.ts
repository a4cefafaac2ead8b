/**
 * "Use of JSON": places in a value that are null, empty strings, empty lists or empty objects, as JSON paths. `except`
 * names the paths where emptiness has a meaning ("cards").
 */
export function emptyValues(value: unknown, except: readonly string[], path = ''): readonly string[] {
  if (except.includes(path) && Array.isArray(value) && value.length === 0) return [];
  if (value === null || value === '') return [path];
  if (Array.isArray(value))
    return value.length === 0
      ? [path]
      : value.flatMap((item, index) => emptyValues(item, except, `${path}[${index}]`));
  if (typeof value !== 'object') return [];
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return [path];
  return entries.flatMap(([name, item]) => emptyValues(item, except, path === '' ? name : `${path}.${name}`));
}
