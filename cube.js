import { LocalCacheDriver } from '@cubejs-backend/query-orchestrator'
import pg from 'pg'
import { company } from '#settings'
import { cubeConnection, publicationSeen, writing } from './services/cube/database.ts'
import { ClienteleQuery } from './services/cube/dialect.ts'
import { logEvent } from './services/cube/log.ts'
import { withinMarkets } from './services/cube/markets.ts'
import { requireViews, withViewsInOrder } from './services/cube/members.ts'
import { replaceTranspiler } from './services/cube/model-transpiler.ts'
import { recordPersonalRead } from './services/cube/personal-reads.ts'
import { ReadingDriver } from './services/cube/quiet-driver.ts'
import { dropOtherRollups, Rollups, rollupSchema } from './services/cube/rollups.ts'
import { keptVersions, readServedModel, ServedModel } from './services/cube/served-model.ts'
import { requireOwnAggregation } from './services/cube/sql-measures.ts'
import { SqlSessions } from './services/cube/sql-sessions.ts'

replaceTranspiler()
const databaseUrl = process.env.DATABASE_URL
const pool = new pg.Pool({ connectionString: databaseUrl, max: 2, application_name: 'clientele cube' })
// the pool replaces an idle connection that breaks
pool.on('error', () => {})
pool.on('connect', (client) => client.on('error', () => {}))
const publication = publicationSeen(pool)
const files = await readServedModel(import.meta.dirname)
/** services/cube/server.ts replaces the model when its files change. */
export const served = new ServedModel(files, company.currency, () => process.env.CUBEJS_API_SECRET)
const connection = await cubeConnection(databaseUrl)
const sqlSessions = new SqlSessions(pool)

/** What services/cube/server.ts keeps the pre-aggregations up to date with. */
export const rollups = new Rollups()
const writingPool = new pg.Pool({ ...writing(connection), max: 2, application_name: 'clientele cube' })
writingPool.on('error', () => {})
export const dropRollups = (tables) => dropOtherRollups(writingPool, tables)
export const followPublications = async () => {
  const { run, isOutdated } = await publication()
  rollups.see(run)
  if (isOutdated) new LocalCacheDriver().reset()
}

// a stock deployment of Cube may not say so; one planner, so that every deployment gives the same answers
process.env.CUBEJS_DB_TYPE ??= 'postgres'
process.env.CUBEJS_TESSERACT_SQL_PLANNER ??= 'false'

/** Cube's configuration. What each group may see is in the views, under access_policy. */
export default {
  repositoryFactory: ({ securityContext }) => served.of(securityContext).repository,
  contextToAppId: ({ securityContext }) => served.of(securityContext).id,
  scheduledRefreshContexts: async () => [{ securityContext: {} }],
  compilerCacheSize: keptVersions,
  telemetry: false,
  logger: logEvent,
  cacheAndQueueDriver: 'memory',
  driverFactory: ({ dataSource }) =>
    new ReadingDriver({ dataSource, ...connection }, { dataSource, ...writing(connection) }),
  preAggregationsSchema: rollupSchema,
  // this process builds them itself
  orchestratorOptions: { preAggregationsOptions: { externalRefresh: false } },
  dialectFactory: () => ClienteleQuery,

  // Cube's own check lets everybody in if it runs in dev mode
  checkAuth: (request, token) => served.admit(request, token),
  contextToGroups: ({ securityContext }) => securityContext?.groups ?? [],

  checkSqlAuth: async (_request, user, password) => {
    const reader = await sqlSessions.readerFor(user ?? '', password)
    if (!reader) throw new Error('Wrong user or password')
    return { password, securityContext: { sub: user, ...reader }, skipPasswordCheck: true }
  },
  canSwitchSqlUser: () => false,

  queryRewrite: async (query, { securityContext }) => {
    const { id, model } = served.of(securityContext)
    const asked = withViewsInOrder(query, model.views)
    requireViews(asked, model.views)
    requireOwnAggregation(asked, model)
    const within = withinMarkets(asked, model, securityContext?.markets)
    await recordPersonalRead(writingPool, within, model, securityContext ?? {})
    await followPublications()
    // Cube keeps the SQL of a query by what is in it, and this is read by services/cube/dialect.ts
    if (securityContext) securityContext.rollups = rollups.areReady(id)
    return within
  },
}
