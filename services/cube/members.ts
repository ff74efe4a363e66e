import { UserError } from '@cubejs-backend/api-gateway'
import { didYouMean } from '#engine'

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

/** All members that a query names, at any depth. The values of a filter are not names. */
function* membersIn(node: unknown): Generator<string> {
  if (typeof node === 'string') {
    if (isMember(node)) yield node
  } else if (Array.isArray(node)) {
    for (const item of node) yield* membersIn(item)
  } else if (typeof node === 'object' && node !== null) {
    for (const [key, value] of Object.entries(node)) {
      if (isMember(key)) yield key
      if (key !== 'values') yield* membersIn(value)
    }
  }
}

function isMember(text: string): boolean {
  return /^[a-z_]\w*(\.[a-z_]\w*){1,2}$/i.test(text)
}
