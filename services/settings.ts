import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { ClienteleError } from '#engine'

export type Settings = {
  /** The checkout that this process runs from. */
  readonly root: string
  /** Holds what Clientele writes: data, secrets, logs, endpoints. */
  readonly stateDir: string
  /** The company's own Postgres. Without it, the embedded one is used. */
  readonly databaseUrl: string | undefined
  readonly host: string
  readonly ports: Ports
}

export type Service = 'gateway' | 'cube' | 'cubeSql' | 'postgres'
export type Ports = Readonly<Record<Service, number>>

export const portVariables: Readonly<Record<Service, string>> = {
  gateway: 'CLIENTELE_PORT',
  cube: 'CLIENTELE_CUBE_PORT',
  cubeSql: 'CLIENTELE_CUBE_SQL_PORT',
  postgres: 'CLIENTELE_POSTGRES_PORT',
}

const defaultPorts: Ports = { gateway: 3000, cube: 4000, cubeSql: 15432, postgres: 5433 }
const root = resolve(import.meta.dirname, '..')

type Environment = {
  readonly [variable: string]: string | undefined
  readonly CLIENTELE_HOME?: string
  readonly CLIENTELE_HOST?: string
  readonly DATABASE_URL?: string
}

export function loadSettings(env: Environment = process.env): Settings {
  const port = (service: Service) => readPort(env, portVariables[service], defaultPorts[service])
  const ports = {
    gateway: port('gateway'),
    cube: port('cube'),
    cubeSql: port('cubeSql'),
    postgres: port('postgres'),
  }
  requireDistinct(ports)
  return {
    root,
    stateDir: env.CLIENTELE_HOME ? resolve(env.CLIENTELE_HOME) : resolve(root, '.clientele'),
    databaseUrl: readDatabaseUrl(env),
    host: env.CLIENTELE_HOST || '127.0.0.1',
    ports,
  }
}

/** The folders that hold declarations: the product's, and the company's if it has any. */
export function declarationRoots({ root }: Pick<Settings, 'root'>): string[] {
  const company = resolve(root, 'company')
  return [resolve(root, 'transforms'), ...(existsSync(company) ? [company] : [])]
}

function readPort(env: Environment, variable: string, fallback: number): number {
  const text = env[variable]
  if (text === undefined || text === '') return fallback
  const port = /^\d+$/.test(text) ? Number(text) : 0
  if (port >= 1 && port <= 65535) return port
  throw settingInvalid(variable, `must be a port from 1 to 65535, but is "${text}"`)
}

function requireDistinct(ports: Ports): void {
  const seen = new Map<number, string>()
  for (const service of ['gateway', 'cube', 'cubeSql', 'postgres'] as const) {
    const variable = portVariables[service]
    const other = seen.get(ports[service])
    if (other) throw settingInvalid(variable, `is ${ports[service]}, which ${other} has already`)
    seen.set(ports[service], variable)
  }
}

/** The error does not show the value, because it may contain a password. */
function readDatabaseUrl(env: Environment): string | undefined {
  const text = env.DATABASE_URL
  if (!text) return undefined
  const protocol = URL.canParse(text) ? new URL(text).protocol : ''
  if (protocol === 'postgres:' || protocol === 'postgresql:') return text
  throw settingInvalid('DATABASE_URL', 'must look like postgres://user:password@host:5432/database')
}

function settingInvalid(variable: string, fault: string): ClienteleError {
  return new ClienteleError('setting-invalid', `${variable} ${fault}. Correct it, or unset it.`, { variable })
}
