import { randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import { ClienteleError } from '#engine'
import { hashPassword, isPassword } from './sql-users.ts'

/** How soon the SQL API asks again whether a session may go on, so how soon a removed user's sessions end. */
export const recheckSeconds = 30
/** Of all users together. Cube refuses further connections, those without a login included. */
export const maxSqlSessions = 256
const maxChecksAtOnce = 2
const maxChecksWaiting = 20

/** What a user may see. */
export type SqlReader = {
  readonly groups: readonly string[]
  /** The markets whose rows the user may see; all if there are none. */
  readonly markets?: readonly string[]
}

type Account = {
  readonly groups: readonly string[]
  readonly markets: readonly string[] | null
  readonly hash: string
}

/**
 * The logins of the SQL API. A client sends its password when it connects. Later Cube asks again about the user of each
 * session, with null as the password: the session goes on if this process has seen the password that the user still
 * has. So it ends when the user is removed or gets a new password, and its groups follow those of the user.
 */
export class SqlSessions {
  private readonly pool: Pool
  /** The hash that each user's password had when it was last found to be right. */
  private readonly known = new Map<string, string>()
  private readonly checks = new Turns(maxChecksAtOnce, maxChecksWaiting)

  /** The hash of a password that nobody has. */
  private readonly decoy = hashPassword(randomBytes(16).toString('base64'))

  constructor(pool: Pool) {
    this.pool = pool
  }

  /** What the user may see, or undefined if the session may not start or go on. */
  async readerFor(name: string, password: string | null | undefined): Promise<SqlReader | undefined> {
    const account = await this.account(name)
    if (password === null || password === undefined) {
      if (account && this.known.get(name) === account.hash) return readerOf(account)
      this.known.delete(name)
      return undefined
    }
    // an unknown user takes as long as a known one
    const hash = account?.hash ?? (await this.decoy)
    const isRight = await this.checks.take(() => isPassword(hash, password))
    if (!account || !isRight) return undefined
    this.known.set(name, account.hash)
    return readerOf(account)
  }

  private async account(name: string): Promise<Account | undefined> {
    const { rows } = await this.pool.query<Account>(
      `select groups, markets, password_hash as hash from ops.sql_users
       where user_name = $1 and disabled_at is null`,
      [name],
    )
    return rows[0]
  }
}

function readerOf({ groups, markets }: Account): SqlReader {
  return markets ? { groups, markets } : { groups }
}

/**
 * Lets a few run at once and a few more wait. A check of a password takes 32 MB and a tenth of a second on purpose, so
 * a flood of logins would take the memory and the processors of the machine.
 */
export class Turns {
  private running = 0
  private readonly waiting: (() => void)[] = []
  private readonly atOnce: number
  private readonly maxWaiting: number

  constructor(atOnce: number, maxWaiting: number) {
    this.atOnce = atOnce
    this.maxWaiting = maxWaiting
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < this.atOnce) this.running++
    else if (this.waiting.length < this.maxWaiting)
      await new Promise<void>((resolve) => this.waiting.push(resolve))
    else throw new ClienteleError('too-many-logins', 'Too many logins at once. Try again in a minute.')
    try {
      return await work()
    } finally {
      // the turn goes to the next in line, so nobody can overtake
      const next = this.waiting.shift()
      if (next) next()
      else this.running--
    }
  }
}
