import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { ClienteleError } from '#engine'
import { portVariables, type Service, type Settings } from './settings.ts'

const titles: Readonly<Record<Service, string>> = {
  gateway: 'the reports',
  cube: "Cube's REST API",
  cubeSql: "Cube's SQL API",
  postgres: 'Postgres',
  preview: 'the preview of the reports',
}

const loopback = ['127.0.0.1', '::1']
const includeLoopback = ['localhost', '0.0.0.0', '::', ...loopback]

/**
 * Fails with `port-taken` if another program listens on the port of a service that is about to start. Both addresses of
 * `localhost` must be free: with another program on one of them, clients would sometimes reach that.
 *
 * Errors: `port-taken`; `setting-invalid` if this machine or this user cannot listen there.
 */
export async function requireFreePort(settings: Settings, service: Service): Promise<void> {
  const port = settings.ports[service]
  const own = hostOf(settings, service)
  for (const host of new Set([own, ...(includeLoopback.includes(own) ? loopback : [])])) {
    const obstacle = (await accepts(port, host)) ? 'EADDRINUSE' : await tryToListen(port, host)
    if (obstacle === 'EADDRINUSE') throw portTaken(settings, service, host)
    if (host === own && obstacle) throw cannotListen(settings, service, obstacle)
  }
}

/** Turns the error of a service that could not listen into one that says what to do. */
export function listenError(settings: Settings, service: Service, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return portTaken(settings, service)
  return typeof code === 'string' ? cannotListen(settings, service, code) : error
}

function hostOf(settings: Settings, service: Service): string {
  if (service === 'gateway') return settings.host
  // Cube's addon gives no choice
  return service === 'cubeSql' ? '0.0.0.0' : '127.0.0.1'
}

function portTaken(
  settings: Settings,
  service: Service,
  address = hostOf(settings, service),
): ClienteleError {
  const port = settings.ports[service]
  const variable = portVariables[service]
  return new ClienteleError(
    'port-taken',
    `Another program listens on port ${port} of ${address}, which ${titles[service]} would use. ` +
      `Stop that program, or set ${variable} to a free port.`,
    { port, address, variable, service },
  )
}

function cannotListen(settings: Settings, service: Service, reason: string): ClienteleError {
  const port = settings.ports[service]
  const host = hostOf(settings, service)
  const isAddress = ['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL', 'EAFNOSUPPORT'].includes(reason)
  const variable = isAddress ? 'CLIENTELE_HOST' : portVariables[service]
  const fault = isAddress
    ? `is ${host}, which is no address of this machine. Set it to one, or unset it.`
    : `is ${port}, on which this user may not listen. Set it to a port above 1023.`
  return new ClienteleError('setting-invalid', `${variable} ${fault} (${reason})`, { variable, reason })
}

/** Some systems let a program listen on one address although another one listens on all. */
function accepts(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 1000 })
    const end = (accepted: boolean) => {
      socket.destroy()
      resolve(accepted)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false)).once('timeout', () => end(false))
  })
}

/** Undefined if it can be listened on, and otherwise why not. */
function tryToListen(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}

/** Waits until the port is free, because a killed process keeps its ports for a moment, but not for ever. */
export async function waitForPort(port: number, milliseconds: number): Promise<void> {
  for (let waited = 0; waited < milliseconds && (await tryToListen(port, '127.0.0.1')); waited += 50)
    await sleep(50)
}

/** A port that is free now; another program can still take it first. */
export function freePort(host = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, host, () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
