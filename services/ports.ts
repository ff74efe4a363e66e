import { createServer } from 'node:net'
import { ClienteleError } from '#engine'
import { portVariables, type Service, type Settings } from './settings.ts'

const titles: Readonly<Record<Service, string>> = {
  gateway: 'the reports',
  cube: "Cube's REST API",
  cubeSql: "Cube's SQL API",
  postgres: 'Postgres',
}

/** Fails with `port-taken` if another program listens on the port of a service that is about to start. */
export async function requireFreePort(settings: Settings, service: Service): Promise<void> {
  const port = settings.ports[service]
  if (await isFree(port, service === 'postgres' ? '127.0.0.1' : settings.host)) return
  const variable = portVariables[service]
  throw new ClienteleError(
    'port-taken',
    `Another program listens on port ${port}, which ${titles[service]} would use. ` +
      `Stop that program, or set ${variable} to a free port.`,
    { port, variable, service },
  )
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(false) : reject(error),
    )
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
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
