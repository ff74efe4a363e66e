import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { ClienteleError } from '#engine'
import { type ProviderSettings, providerEnvironment } from './provider-settings.ts'

export type Settings = {
  /** The checkout that this process runs from. */
  readonly root: string
  /** Holds what Clientele writes: data, secrets, logs, endpoints. */
  readonly stateDir: string
  /** The company's own Postgres. Without it, the embedded one is used. */
  readonly databaseUrl: string | undefined
  readonly host: string
  /** Further host names that the gateway answers to, such as that of a proxy in front of it. */
  readonly hosts: readonly string[]
  /** What the addresses of all pages begin with, such as `/clientele`; empty at the root of a host. */
  readonly basePath: string
  readonly ports: Ports
  /** Whether Cube's SQL API gets a port. It would listen on all addresses, without encryption. */
  readonly cubeSql: boolean
  /** The most rows of an answer of Cube. */
  readonly cubeRowLimit: number
  /** Whether Cube builds pre-aggregations and answers from them. */
  readonly cubeRollups: boolean
  /** By whom people can sign in, beside their password. */
  readonly provider: ProviderSettings | undefined
}

export type Service = 'gateway' | 'cube' | 'cubeSql' | 'postgres' | 'preview'
export type Ports = Readonly<Record<Service, number>>

export const portVariables: Readonly<Record<Service, string>> = {
  gateway: 'CLIENTELE_PORT',
  cube: 'CLIENTELE_CUBE_PORT',
  cubeSql: 'CLIENTELE_CUBE_SQL_PORT',
  postgres: 'CLIENTELE_POSTGRES_PORT',
  preview: 'CLIENTELE_PREVIEW_PORT',
}

const root = resolve(import.meta.dirname, '..')

/** An empty variable counts as unset. */
const variable = <T extends z.ZodType>(schema: T) => z.preprocess((text) => text || undefined, schema)
const port = (number: number) =>
  variable(
    z
      .string()
      .default(String(number))
      .refine((text) => /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 65535, {
        error: ({ input }) => `must be a port from 1 to 65535, but is "${String(input)}"`,
      })
      .transform(Number),
  )
const environment = z.object({
  CLIENTELE_HOME: variable(z.string().default(resolve(root, '.clientele'))),
  CLIENTELE_HOST: variable(z.string().default('127.0.0.1')),
  CLIENTELE_HOSTS: variable(
    z
      .string()
      .default('')
      .transform((text) => text.split(',').flatMap((name) => name.trim().toLowerCase() || []))
      .refine((names) => names.every((name) => /^[a-z\d_-]+(\.[a-z\d_-]+)*$/.test(name)), {
        error: 'must be host names separated by commas, without scheme and port, such as reports.example.com',
      }),
  ),
  CLIENTELE_BASE_PATH: variable(
    z
      .string()
      .default('')
      .transform((text) => text.replace(/\/$/, ''))
      .refine((path) => /^(\/[\w-]+)*$/.test(path), {
        error: ({ input }) => `must be a path such as /clientele, but is "${String(input)}"`,
      }),
  ),
  CLIENTELE_PORT: port(3000),
  CLIENTELE_CUBE_PORT: port(4000),
  CLIENTELE_CUBE_SQL: variable(
    z
      .enum(['on', 'off'], { error: ({ input }) => `must be "on" or "off", but is "${String(input)}"` })
      .default('off'),
  ),
  CLIENTELE_CUBE_SQL_PORT: port(15432),
  CLIENTELE_CUBE_ROW_LIMIT: variable(
    z
      .string()
      .default('1000000')
      .refine((text) => /^[1-9]\d{0,8}$/.test(text), {
        error: ({ input }) => `must be a number of rows, but is "${String(input)}"`,
      })
      .transform(Number),
  ),
  CLIENTELE_CUBE_ROLLUPS: variable(
    z
      .enum(['on', 'off'], { error: ({ input }) => `must be "on" or "off", but is "${String(input)}"` })
      .default('on'),
  ),
  CLIENTELE_POSTGRES_PORT: port(5433),
  CLIENTELE_PREVIEW_PORT: port(3001),
  // the message does not show the value, because it may contain a password
  DATABASE_URL: variable(
    z
      .url({
        protocol: /^postgres(ql)?$/,
        error: 'must look like postgres://user:password@host:5432/database',
      })
      .optional(),
  ),
})

/** Reads the settings of this machine from environment variables. Errors: `setting-invalid`. */
export function loadSettings(env: Readonly<Record<string, string | undefined>> = process.env): Settings {
  const read = parse(environment, env)
  const ports: Ports = {
    gateway: read.CLIENTELE_PORT,
    cube: read.CLIENTELE_CUBE_PORT,
    cubeSql: read.CLIENTELE_CUBE_SQL_PORT,
    postgres: read.CLIENTELE_POSTGRES_PORT,
    preview: read.CLIENTELE_PREVIEW_PORT,
  }
  requireDistinct(ports)
  return {
    root,
    stateDir: resolve(read.CLIENTELE_HOME),
    databaseUrl: read.DATABASE_URL,
    host: read.CLIENTELE_HOST,
    hosts: read.CLIENTELE_HOSTS,
    basePath: read.CLIENTELE_BASE_PATH,
    ports,
    cubeSql: read.CLIENTELE_CUBE_SQL === 'on',
    cubeRowLimit: read.CLIENTELE_CUBE_ROW_LIMIT,
    cubeRollups: read.CLIENTELE_CUBE_ROLLUPS === 'on',
    provider: parse(providerEnvironment, env),
  }
}

function parse<T>(schema: z.ZodType<T>, env: Readonly<Record<string, string | undefined>>): T {
  const parsed = schema.safeParse(env)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw settingInvalid(String(issue?.path[0]), issue?.message ?? 'is invalid')
}

/** The folders of `company/`. Each is read next to the product's folder of the same name. */
export const companyFolders = ['sources', 'staging', 'marts', 'segments', 'cubes', 'views', 'pages'] as const

/**
 * The folders that hold declarations: the product's, and the company's if it has any.
 *
 * Errors: `company-folder`, if `company/` has a folder that nothing would read.
 */
export function declarationRoots({ root }: Pick<Settings, 'root'>): string[] {
  const company = resolve(root, 'company')
  if (!existsSync(company)) return [resolve(root, 'transforms')]
  const unread = readdirSync(company, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .filter((name) => !companyFolders.some((folder) => folder === name))
  if (unread.length === 0) return [resolve(root, 'transforms'), company]
  throw new ClienteleError(
    'company-folder',
    `Nothing reads ${unread.map((name) => `company/${name}`).join(', ')}. Rename the folder to one of ${companyFolders.join(', ')}, or move it out of company/.`,
    { folders: unread },
  )
}

function requireDistinct(ports: Ports): void {
  const seen = new Map<number, string>()
  for (const service of ['gateway', 'cube', 'cubeSql', 'postgres', 'preview'] as const) {
    const variable = portVariables[service]
    const other = seen.get(ports[service])
    if (other) throw settingInvalid(variable, `is ${ports[service]}, which ${other} has already`)
    seen.set(ports[service], variable)
  }
}

function settingInvalid(variable: string, fault: string): ClienteleError {
  return new ClienteleError('setting-invalid', `${variable} ${fault}. Correct it, or unset it.`, { variable })
}
