import { CubejsHandlerError } from '@cubejs-backend/api-gateway'
import { marketDimension } from './groups.ts'
import { textsIn } from './members.ts'
import type { Model, View } from './model.ts'
import { membersOf } from './model-rules.ts'

type Asked = { readonly filters?: readonly unknown[] }

/**
 * The query, with what a reader of some markets may see of each of its views. The names of views are looked for in all
 * of the query, also within the SQL of expressions, so that none can be left out by the form of the query.
 */
export function withinMarkets<T extends Asked>(
  query: T,
  model: Model,
  markets: readonly string[] | undefined,
): T {
  if (!markets) return query
  const views = [...new Set(viewsIn(query, model.views))]
  if (markets.length === 0 || views.length === 0) throw refusal('The query names no view of your markets.')
  for (const view of views) requireMarket(view, model)
  const filters = views.map((view) => ({
    member: `${view}.${marketDimension}`,
    operator: 'equals',
    values: [...markets],
  }))
  return { ...query, filters: [...(query.filters ?? []), ...filters] }
}

/** Refuses a view to readers of some markets if it does not say of which market its rows are. */
export function requireMarket(name: string, model: Model): void {
  const view = model.views.get(name)
  if (view && hasMarket(view, model)) return
  throw refusal(`${name}: it does not say of which market its rows are, and you may see some markets only.`)
}

export function hasMarket(view: View, model: Model): boolean {
  const [cube, member = ''] = membersOf(view, model).get(marketDimension) ?? []
  return cube?.members.get(member)?.kind === 'dimension'
}

function refusal(message: string): CubejsHandlerError {
  return new CubejsHandlerError(403, 'Forbidden', message)
}

/** What a query calls its own columns, and keys of Cube's own, such as `segments`, are no names of views. */
const ownWords = ['alias', 'name', 'expressionName']

function* viewsIn(query: unknown, views: ReadonlyMap<string, unknown>): Generator<string> {
  for (const { text, key } of textsIn(query)) {
    if (views.has(text) && !ownWords.includes(key)) yield text
    for (const [, owner = ''] of text.matchAll(/\b(\w+)\.\w+/g)) if (views.has(owner)) yield owner
  }
}
