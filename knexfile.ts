import type { Knex } from 'knex'
import { ClienteleError } from './engine/errors.ts'
import { embeddedUrl, findEmbedded } from './services/postgres/database.ts'
import { knexConfig } from './services/postgres/migrate.ts'
import { loadSettings } from './services/settings.ts'

/** For Knex's own command line (`npx knex migrate:status`); Clientele runs its migrations itself. */
export default async function configure(): Promise<Knex.Config> {
  const settings = loadSettings()
  if (settings.databaseUrl) return knexConfig(settings.databaseUrl)
  const server = await findEmbedded(settings)
  if (server) return knexConfig(embeddedUrl(server))
  throw new ClienteleError(
    'postgres-not-running',
    "The embedded Postgres is not running, and Knex's command line does not start it. Run npm start first.",
  )
}
