import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

/**
 * A server that speaks as much of Postgres's protocol as a login needs, and asks `check` about it as Cube's addon
 * does: the addon reads the password that the client sends in clear text and passes it on.
 */
export async function loginServer(check: (user: string, password: string) => Promise<unknown>) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    let user = ''
    socket.on('data', async (data) => {
      if (user === '') {
        user = data.subarray(8).toString().split('\0')[1] ?? ''
        socket.write(message('R', [0, 0, 0, 3]))
        return
      }
      if (data[0] !== 'p'.charCodeAt(0)) return
      const password = data.subarray(5).toString().replace('\0', '')
      await check(user, password).then(
        () => socket.write(Buffer.concat([message('R', [0, 0, 0, 0]), message('Z', [...Buffer.from('I')])])),
        () => socket.end(message('E', [...Buffer.from('SFATAL\0C28P01\0Mno\0\0')])),
      )
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function message(type: string, content: readonly number[]): Buffer {
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(content.length + 4, 1)
  return Buffer.concat([head, Buffer.from(content)])
}
