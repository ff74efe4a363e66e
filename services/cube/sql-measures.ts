import { UserError } from '@cubejs-backend/api-gateway'
import type { Model } from './model.ts'
import { membersOf } from './model-rules.ts'

/**
 * Refuses `avg(net_revenue)` and the like in SQL. Cube's planner takes it for a request to aggregate the measure in
 * another way, and answers with the measure as it is: the sum, as if it were the average.
 */
export function requireOwnAggregation(query: unknown, model: Model): void {
  for (const { sourceMeasure, replaceAggregationType: asked } of patchesIn(query)) {
    if (asked === null || asked === undefined) continue
    const type = typeOf(sourceMeasure, model)
    if (type === plain(asked)) continue
    const name = sourceMeasure.split('.')[1] ?? sourceMeasure
    const kind = type === undefined ? 'cannot be aggregated again' : `is of type ${type}`
    throw new UserError(
      `${functionOf(asked)} of ${sourceMeasure} cannot be answered: the measure ${kind}, and Cube would return it ` +
        `unchanged. Write measure(${name}), or use a measure that has what you need.`,
    )
  }
}

type Patch = { readonly sourceMeasure: string; readonly replaceAggregationType?: string | null }

/** Cube passes an expression of its SQL API as JSON in a string at first, and as an object when it has parsed it. */
function* patchesIn(node: unknown): Generator<Patch> {
  if (typeof node === 'string') {
    if (node.startsWith('{')) yield* patchesIn(parsed(node))
  } else if (Array.isArray(node)) {
    for (const item of node) yield* patchesIn(item)
  } else if (typeof node === 'object' && node !== null) {
    if (isPatch(node)) yield node
    else for (const [key, value] of Object.entries(node)) if (key !== 'values') yield* patchesIn(value)
  }
}

function isPatch(node: object): node is Patch {
  return 'sourceMeasure' in node && typeof node.sourceMeasure === 'string'
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function typeOf(measure: string, model: Model): string | undefined {
  const [owner = '', name = ''] = measure.split('.')
  const view = model.views.get(owner)
  const [cube, member = ''] = (view && membersOf(view, model).get(name)) ?? []
  const type = cube?.members.get(member)?.type
  return type === undefined ? undefined : plain(type)
}

/** `countDistinct` is `count_distinct`. */
function plain(type: string): string {
  return type.replace(/[A-Z]/g, (letter) => `_${letter}`).toLowerCase()
}

function functionOf(type: string): string {
  return plain(type) === 'count_distinct' ? 'COUNT(DISTINCT …)' : plain(type).toUpperCase()
}
