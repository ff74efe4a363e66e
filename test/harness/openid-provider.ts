import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import Provider from 'oidc-provider'

export type Person = { preferred_username: string; groups: string[]; markets?: string[] }

/** A real provider of OpenID Connect on this machine. `people` can be changed while it runs. */
export async function openProviderServer() {
  const people = new Map<string, Person>()
  let handle: (request: IncomingMessage, response: ServerResponse) => unknown = () => {}
  const server = createServer((request, response) => void handle(request, response))
  const issuer = `http://127.0.0.1:${await listen(server)}`
  return {
    issuer,
    people,
    /** Makes the client known, whose address has to exist before. */
    accept(client: { id: string; secret: string; callback: string }) {
      const provider = new Provider(issuer, {
        clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [client.callback] }],
        cookies: { keys: ['a key of the test'] },
        claims: { openid: ['sub'], profile: ['preferred_username', 'groups', 'markets'] },
        ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
        pkce: { required: () => true },
        findAccount: (_context, id) => ({
          accountId: id,
          claims: async () => ({ sub: id, ...people.get(id) }),
        }),
      })
      handle = provider.callback()
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The provider has no port.')
  return address.port
}
