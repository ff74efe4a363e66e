import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface CuttableServer {
  /** The URL of a database, by way of this server. */
  url(of: string): string
  /** Ends all connections at once and refuses new ones, as a server that stops. */
  stop(): Promise<void>
}

/** Stands in front of Postgres and passes everything on, until it is stopped. */
export async function cuttableServer(target: string): Promise<CuttableServer> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
    near.pipe(far).pipe(near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port: own } = server.address() as AddressInfo
  return {
    url(of) {
      const url = new URL(of)
      url.hostname = '127.0.0.1'
      url.port = String(own)
      return url.href
    },
    async stop() {
      for (const socket of sockets) socket.resetAndDestroy()
      server.close()
      await once(server, 'close')
    },
  }
}
