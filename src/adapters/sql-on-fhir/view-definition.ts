import { z } from 'zod';
import { TrabeculaError } from '../../errors.ts';

/** SQL on FHIR 2.0 ViewDefinition, the parts that make rows. */
export interface ViewColumn {
  readonly name: string;
  readonly path: string;
  readonly type?: string | undefined;
  readonly collection?: boolean | undefined;
}

export interface ViewSelect {
  readonly column?: readonly ViewColumn[] | undefined;
  readonly select?: readonly ViewSelect[] | undefined;
  readonly forEach?: string | undefined;
  readonly forEachOrNull?: string | undefined;
  readonly repeat?: readonly string[] | undefined;
  readonly unionAll?: readonly ViewSelect[] | undefined;
}

export interface View {
  readonly name?: string | undefined;
  readonly resource: string;
  readonly constant?: readonly ({ readonly name: string } & Readonly<Record<string, unknown>>)[] | undefined;
  readonly select: readonly ViewSelect[];
  readonly where?: readonly { readonly path: string }[] | undefined;
}

const columnSchema = z.object({
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/),
  path: z.string().min(1),
  type: z.string().optional(),
  collection: z.boolean().optional(),
});

const selectSchema: z.ZodType<ViewSelect> = z.lazy(() =>
  z.object({
    column: z.array(columnSchema).optional(),
    select: z.array(selectSchema).optional(),
    forEach: z.string().min(1).optional(),
    forEachOrNull: z.string().min(1).optional(),
    repeat: z.array(z.string().min(1)).optional(),
    unionAll: z.array(selectSchema).optional(),
  }),
);

const viewSchema = z.object({
  name: z.string().optional(),
  resource: z.string().min(1),
  constant: z.array(z.looseObject({ name: z.string() })).optional(),
  select: z.array(selectSchema).min(1),
  where: z.array(z.object({ path: z.string().min(1) })).optional(),
});

/**
 * `unknown` -> View. Throws TrabeculaError "bad-configuration" with the place of the fault: a wrong shape, or branches of
 * a unionAll whose columns differ in name or order (they would put values under the wrong names).
 */
export function parseView(value: unknown): View {
  const parsed = viewSchema.safeParse(value);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new TrabeculaError('bad-configuration', `the ViewDefinition is not valid at "${where}"`);
  }
  parsed.data.select.forEach(checkUnions);
  return parsed.data;
}

/** Names of the columns that a select makes, in their order. */
export function columnsOf(select: ViewSelect): readonly ViewColumn[] {
  const own = select.column ?? [];
  const nested = (select.select ?? []).flatMap(columnsOf);
  const [firstBranch] = select.unionAll ?? [];
  return [...own, ...nested, ...(firstBranch ? columnsOf(firstBranch) : [])];
}

function checkUnions(select: ViewSelect): void {
  const branches = (select.unionAll ?? []).map((branch) =>
    columnsOf(branch)
      .map(({ name }) => name)
      .join(', '),
  );
  if (branches.some((names) => names !== branches[0])) {
    throw new TrabeculaError(
      'bad-configuration',
      `the branches of a unionAll make different columns: ${branches.join(' | ')}`,
    );
  }
  [...(select.select ?? []), ...(select.unionAll ?? [])].forEach(checkUnions);
}
