import { CubejsHandlerError } from '@cubejs-backend/api-gateway'
import { LocalCacheDriver } from '@cubejs-backend/query-orchestrator'
import pg from 'pg'
import { company } from '#settings'
import { cubeConnection, outdatedSince } from './services/cube/database.ts'
import { ClienteleQuery } from './services/cube/dialect.ts'
import { requireViews } from './services/cube/members.ts'
import { readModelFiles } from './services/cube/model-files.ts'
import { parseModel } from './services/cube/model-parse.ts'
import { modelRepository } from './services/cube/repository.ts'
import { listSqlUsers, sqlUserGroups } from './services/cube/sql-users.ts'
import { verifyCubeToken } from './services/cube/token.ts'

const databaseUrl = process.env.DATABASE_URL
const pool = new pg.Pool({ connectionString: databaseUrl, max: 2, application_name: 'clientele cube' })
// the pool replaces an idle connection that breaks
pool.on('error', () => {})
pool.on('connect', (client) => client.on('error', () => {}))
const isOutdated = outdatedSince(pool)
const root = import.meta.dirname
const { views } = parseModel(await readModelFiles(root))
const repository = modelRepository(root, company.currency)
const connection = await cubeConnection(databaseUrl)

export const hasSqlUsers = async () => (await listSqlUsers(pool)).some((user) => !user.disabledAt)

/** Cube's configuration. What each group may see is in the views, under access_policy. */
export default {
  repositoryFactory: () => repository,
  telemetry: false,
  cacheAndQueueDriver: 'memory',
  driverFactory: () => ({ type: 'postgres', ...connection }),
  dialectFactory: () => ClienteleQuery,

  // Cube's own check lets everybody in if it runs in dev mode
  checkAuth: (request, token) => {
    try {
      request.securityContext = verifyCubeToken(process.env.CUBEJS_API_SECRET, token)
    } catch {
      throw new CubejsHandlerError(403, 'Forbidden', 'A valid token is needed')
    }
  },
  contextToGroups: ({ securityContext }) => securityContext?.groups ?? [],

  checkSqlAuth: async (_request, user, password) => {
    const groups = await sqlUserGroups(pool, user ?? '', password ?? '')
    if (!groups) throw new Error('Wrong user or password')
    return { password, securityContext: { sub: user, groups }, skipPasswordCheck: true }
  },
  canSwitchSqlUser: () => false,

  queryRewrite: async (query) => {
    requireViews(query, views)
    if (await isOutdated()) new LocalCacheDriver().reset()
    return query
  },
}
