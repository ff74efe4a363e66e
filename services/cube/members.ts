import { CubejsHandlerError, UserError } from '@cubejs-backend/api-gateway'
import { didYouMean } from '#engine'
import type { Model } from './model.ts'
import { membersOf } from './model-rules.ts'

/** The members of each public view. */
export type ViewMembers = ReadonlyMap<string, ReadonlySet<string>>

/** What readers of these groups may see of each view. Cube applies the same policies again when it answers. */
export function visibleMembers(model: Model, groups: readonly string[]): ViewMembers {
  const visible = new Map<string, ReadonlySet<string>>()
  for (const view of model.views.values()) {
    const policies = view.policies.filter((policy) =>
      policy.groups.some((group) => group === '*' || groups.includes(group)),
    )
    const names = [...membersOf(view, model).keys()].filter((name) =>
      policies.some(
        ({ includes, excludes }) =>
          (!includes || includes.includes(name)) && !excludes.some((item) => item.name === name),
      ),
    )
    if (names.length > 0) visible.set(view.name, new Set(names))
  }
  return visible
}

export function allMembers(model: Model): ViewMembers {
  return new Map([...model.views.values()].map((view) => [view.name, new Set(membersOf(view, model).keys())]))
}

/** Refuses a member that this reader may not see (403), or that there is not (400). */
export function requireVisible(member: string, visible: ViewMembers, all: ViewMembers): void {
  const [view = '', name = ''] = member.split('.')
  if (visible.get(view)?.has(name)) return
  if (all.get(view)?.has(name))
    throw new CubejsHandlerError(403, 'Forbidden', `${view}.${name}: your groups may not see it.`)
  const known = visible.get(view)
  const problem = known
    ? `there is no member "${name}" in ${view}.${didYouMean(name, known)}`
    : `there is no view "${view}".${didYouMean(view, visible.keys())}`
  throw new UserError(`${view}.${name}: ${problem} See /cubejs-api/v1/meta.`)
}

/**
 * Refuses a query that names anything but members of the public views. Cube hides private cubes, but accepts them in
 * filters: without this, anybody could guess an email address and see from the count whether it is known.
 */
export function requireViews(query: unknown, views: ReadonlyMap<string, unknown>): void {
  for (const member of membersIn(query)) {
    const owner = member.split('.', 1)[0] ?? ''
    if (!views.has(owner))
      throw new UserError(
        `${member}: there is no view "${owner}".${didYouMean(owner, views.keys())} See /cubejs-api/v1/meta.`,
      )
  }
}

type Ordered = { order?: unknown }

/** GraphQL's `orderBy` beside `where` names a view with a capital letter, which no view has. */
export function withViewsInOrder<T extends Ordered>(query: T, views: ReadonlyMap<string, unknown>): T {
  if (!Array.isArray(query.order)) return query
  const order = query.order.map((item: unknown) => {
    if (!Array.isArray(item) || typeof item[0] !== 'string') return item
    const [member, ...rest]: [string, ...unknown[]] = [item[0], ...item.slice(1)]
    const name = member.charAt(0).toLowerCase() + member.slice(1)
    const isView = (text: string) => views.has(text.split('.', 1)[0] ?? '')
    return [!isView(member) && isView(name) ? name : member, ...rest]
  })
  return { ...query, order }
}

/** All members that a query names, at any depth. The values of a filter are not names. */
export function* membersIn(query: unknown): Generator<string> {
  for (const { text } of textsIn(query)) if (isMember(text)) yield text
}

/**
 * All texts of a query, at any depth, each with the key that it stands under; keys are texts under `name`. Values that it
 * compares with are left out.
 */
export function* textsIn(node: unknown, key = ''): Generator<{ text: string; key: string }> {
  if (typeof node === 'string') {
    yield { text: node, key }
  } else if (Array.isArray(node)) {
    for (const item of node) yield* textsIn(item, key)
  } else if (typeof node === 'object' && node !== null) {
    for (const [name, value] of Object.entries(node)) {
      yield { text: name, key: 'name' }
      if (name !== 'values' && name !== 'timezone') yield* textsIn(value, name)
    }
  }
}

function isMember(text: string): boolean {
  return /^[a-z_]\w*(\.[a-z_]\w*){1,2}$/i.test(text)
}
