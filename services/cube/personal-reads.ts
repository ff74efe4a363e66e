import { CubejsHandlerError } from '@cubejs-backend/api-gateway'
import type { Pool } from 'pg'
import { groups } from './groups.ts'
import { textsIn, visibleMembers } from './members.ts'
import type { Model } from './model.ts'

type Reader = { readonly sub?: string; readonly groups?: readonly string[] }

const personalOf = new WeakMap<Model, ReadonlySet<string>>()

/**
 * Writes to the audit log which personal data a query asks for, before Cube answers it. What all of a query's filters are
 * about is not known, so customers are named only if it asks for them by key.
 */
export async function recordPersonalRead(
  pool: Pool,
  query: unknown,
  model: Model,
  reader: Reader,
): Promise<void> {
  const personal = personalOf.get(model) ?? personalMembers(model)
  personalOf.set(model, personal)
  const fields = [...new Set(namesIn(query))].filter((member) => personal.has(member))
  if (fields.length === 0) return
  try {
    await pool.query('select ops.record_cube_read($1, $2, $3, $4)', [
      reader.sub ?? 'unknown',
      reader.groups ?? [],
      fields.toSorted(),
      [...new Set(keysIn(query))],
    ])
  } catch {
    throw new CubejsHandlerError(
      503,
      'Service Unavailable',
      'Nothing is shown, because reads of personal data cannot be written to the audit log at present. Ask again later.',
    )
  }
}

/**
 * Members that hold personal data, as `view.member`: no group sees them that may see no kind of it. That the policies follow
 * the tags of the columns is proven by `clientele check`.
 */
export function personalMembers(model: Model): ReadonlySet<string> {
  const seenBy = (isKnowing: boolean) => {
    const names = groups.filter(({ sees }) => sees.length > 0 === isKnowing).map(({ name }) => name)
    const seen = names.flatMap((name) => [...visibleMembers(model, [name])])
    return new Set(seen.flatMap(([view, members]) => [...members].map((member) => `${view}.${member}`)))
  }
  return seenBy(true).difference(seenBy(false))
}

/** Everything that may be a member, also within the SQL of expressions, which the SQL API sends. */
function namesIn(query: unknown): string[] {
  return [...textsIn(query)].flatMap(({ text }) => text.match(/\b\w+\.\w+/g) ?? [])
}

/** The customers that the filters name. */
function* keysIn(node: unknown): Generator<string> {
  if (Array.isArray(node)) {
    for (const item of node) yield* keysIn(item)
  } else if (typeof node === 'object' && node !== null) {
    const { member, operator, values }: { member?: unknown; operator?: unknown; values?: unknown } = node
    if (typeof member === 'string' && member.endsWith('.customer_key') && operator === 'equals')
      for (const value of Array.isArray(values) ? values : [])
        if (/^-?\d{1,18}$/.test(String(value))) yield String(value)
    for (const value of Object.values(node)) yield* keysIn(value)
  }
}
