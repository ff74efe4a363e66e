import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { Command } from 'commander'
import { vi } from 'vitest'
import { register as registerBuild } from '../../cli/build.ts'
import { register as registerIdentity } from '../../cli/identity.ts'
import { cloneDatabase } from '../harness/database.ts'

/** A steward at a terminal, with a sample company in its own database. */
export async function steward() {
  const db = await cloneDatabase('sample')
  vi.stubEnv('DATABASE_URL', db.url)
  const identity = (...words: readonly string[]) => run(['identity', ...words])
  const one = async (query: string, values: readonly unknown[] = []) =>
    (await db.pool.query(query, [...values])).rows[0]
  return {
    db,
    identity,
    one,
    build: () => run(['build']),
    json: async (...words: readonly string[]) => JSON.parse(await identity(...words, '--json')),
    keyOf: async (record: string): Promise<string | undefined> =>
      (await one('select customer_key from identity.map_identity where record_key = $1', [record]))
        ?.customer_key,
    keys: async () =>
      (await db.pool.query('select record_key, customer_key from identity.map_identity order by 1')).rows,
    async leave() {
      vi.unstubAllEnvs()
      await db.drop()
    },
  }
}

/** The output of a command, run in this process to save the time of starting another. */
async function run(words: readonly string[]): Promise<string> {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} })
  registerBuild(program)
  registerIdentity(program)
  let text = ''
  const written = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk)
    return true
  })
  try {
    await program.parseAsync(words, { from: 'user' })
  } finally {
    written.mockRestore()
  }
  return text
}

/** The output of an interactive command that is given these answers. */
export function answered(words: readonly string[], input: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['cli/main.ts', 'identity', ...words], {
    cwd: join(import.meta.dirname, '../..'),
    encoding: 'utf8',
    input,
  })
  return { status, text: stdout + stderr }
}
