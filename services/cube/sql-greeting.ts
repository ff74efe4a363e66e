import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

/** A login under a name that nobody can guess. It is let in once, and sees nothing. */
type Greeting = { readonly user: string; isIt(user: string | null): boolean; wasHeard(): boolean }

export function newGreeting(): Greeting {
  const user = `greeting ${randomBytes(24).toString('base64url')}`
  let isHeard = false
  return {
    user,
    isIt(name) {
      if (isHeard || name !== user) return false
      isHeard = true
      return true
    },
    wasHeard: () => isHeard,
  }
}

/** Whether a login on the port arrives in this process. It does not if another program has the port. */
export async function isHeardFrom(port: number, greeting: Greeting, tries = 50): Promise<boolean> {
  for (let tried = 0; tried < tries && !greeting.wasHeard(); tried++) {
    if (tried > 0) await pause(100)
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user: greeting.user,
      password: 'none',
      database: 'clientele',
      connectionTimeoutMillis: 1000,
    })
    client.on('error', () => {})
    await client.connect().catch(() => {})
    await client.end().catch(() => {})
  }
  return greeting.wasHeard()
}
