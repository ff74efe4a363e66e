import { CubejsHandlerError, UserError } from '@cubejs-backend/api-gateway'
import { readGraphql } from './graphql-query.ts'
import { isGroup } from './groups.ts'
import { requireMarket } from './markets.ts'
import { allMembers, membersIn, requireVisible, type ViewMembers, visibleMembers } from './members.ts'
import type { Model } from './model.ts'
import { readQuery } from './rest-query.ts'
import { type CubeIdentity, verifyCubeToken } from './token.ts'

/** What Cube passes to `checkAuth`: an Express request, or less for a protocol that we do not serve. */
export type ApiRequest = {
  method?: string
  originalUrl?: string
  query?: Readonly<Record<string, unknown>>
  body?: unknown
  securityContext?: unknown
}

/** The routes that programs need. All others that Cube has are closed. */
const routes: ReadonlyMap<string, (request: ApiRequest, reader: Reader) => void> = new Map([
  ['GET /cubejs-api/v1/load', ({ query }: ApiRequest, reader: Reader) => load(query, reader)],
  ['POST /cubejs-api/v1/load', ({ body }: ApiRequest, reader: Reader) => load(body, reader)],
  ['GET /cubejs-api/v1/sql', ({ query }: ApiRequest, reader: Reader) => sql(query, reader)],
  ['POST /cubejs-api/v1/sql', ({ body }: ApiRequest, reader: Reader) => sql(body, reader)],
  ['GET /cubejs-api/v1/meta', ({ query }: ApiRequest) => meta(query)],
  // Cube reads the views' policies when it answers SQL
  ['POST /cubejs-api/v1/cubesql', () => {}],
  ['GET /cubejs-api/graphql', graphql],
  ['POST /cubejs-api/graphql', graphql],
])

type Reader = {
  readonly visible: ViewMembers
  readonly all: ViewMembers
  /** Refuses a view that a reader of some markets may not see. */
  requireMarket(member: string): void
}

/**
 * Decides about a request before Cube reads it: who asks, on which route, and for what. Cube's `checkAuth` calls it, so
 * that it also holds in a stock deployment of Cube.
 */
export function admission(model: Model, secret: () => string | undefined) {
  const all = allMembers(model)
  const visibleTo = new Map<string, ViewMembers>()
  const visible = (groups: readonly string[]) => {
    const key = [...groups].sort().join()
    const known = visibleTo.get(key) ?? visibleMembers(model, groups)
    visibleTo.set(key, known)
    return known
  }
  return (request: ApiRequest, token: string | undefined): CubeIdentity => {
    const identity = requireReader(secret(), token)
    const { method = '', originalUrl = '' } = request
    const check = routes.get(`${method} ${originalUrl.split('?', 1)[0]}`)
    if (!check) throw new CubejsHandlerError(404, 'Not Found', noSuchAddress)
    check(request, {
      visible: visible(identity.groups),
      all,
      requireMarket: (member) => {
        if (identity.markets) requireMarket(member.split('.', 1)[0] ?? '', model)
      },
    })
    return identity
  }
}

export const noSuchAddress = `There is no such address. There are: ${[...routes.keys()].join(', ')}.`

function requireReader(secret: string | undefined, token: string | undefined): CubeIdentity {
  const identity = verified(secret, token)
  const groups = identity.groups.filter(isGroup)
  if (groups.length === 0)
    throw new CubejsHandlerError(403, 'Forbidden', 'The token is of no group that may read.')
  return { ...identity, groups }
}

function verified(secret: string | undefined, token: string | undefined): CubeIdentity {
  try {
    return verifyCubeToken(secret ?? '', token)
  } catch {
    throw new CubejsHandlerError(403, 'Forbidden', 'A valid token is needed')
  }
}

function load(sent: unknown, reader: Reader): void {
  requireAll(membersIn(readQuery(field(sent, 'query'))), reader)
}

function requireAll(members: Iterable<string>, { visible, all, requireMarket }: Reader): void {
  for (const member of members) {
    requireVisible(member, visible, all)
    requireMarket(member)
  }
}

/** Cube would also read SQL here, which `cubesql` is for. */
function sql(sent: unknown, reader: Reader): void {
  if (field(sent, 'format') !== undefined) throw new UserError('Leave "format" out.')
  load(sent, reader)
}

/** Cube would also show the SQL of every member, with the names of tables. */
function meta(query: ApiRequest['query']): void {
  if (query && 'extended' in query) throw new UserError('There is no extended answer. Leave "extended" out.')
}

function graphql({ method, originalUrl = '', body }: ApiRequest, reader: Reader): void {
  const { text, variables } = graphqlText(method === 'GET', originalUrl, body)
  const { members, isIntrospection } = readGraphql(text, variables)
  requireAll(members, reader)
  const isAll = [...reader.all].every(([view, names]) => reader.visible.get(view)?.size === names.size)
  if (isIntrospection && !isAll)
    throw new CubejsHandlerError(
      403,
      'Forbidden',
      'The schema names members that your groups may not see. /cubejs-api/v1/meta lists those that they may.',
    )
}

/** Cube reads a query in the address before one in the body, so there must be only one of them. */
function graphqlText(isGet: boolean, originalUrl: string, body: unknown) {
  const address = new URLSearchParams(originalUrl.split('?')[1] ?? '')
  if (isGet) {
    return { text: address.get('query'), variables: address.get('variables') }
  }
  if (address.size > 0) throw new UserError('Send the query in the body, and nothing in the address.')
  return { text: field(body, 'query'), variables: field(body, 'variables') }
}

function field(container: unknown, name: string): unknown {
  return typeof container === 'object' && container !== null
    ? Object.entries(container).find(([key]) => key === name)?.[1]
    : undefined
}
