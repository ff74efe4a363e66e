import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { cubeEnvironment } from '../../services/cube/cube.ts'
import type { Settings } from '../../services/settings.ts'

export type SqlInterface = {
  /** Calls a function as the addon would; throws what it would tell the client. */
  call(name: string, argument?: unknown): Promise<unknown>
  stop(): Promise<void>
}

type Reply = { id: number; answer?: unknown; error?: string }

/** Starts Cube's side of the SQL API in a process of its own. */
export async function openSqlInterface(settings: Settings, databaseUrl: string): Promise<SqlInterface> {
  const child = fork(join(import.meta.dirname, 'sql-interface-child.ts'), {
    cwd: settings.root,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: {
      ...(await cubeEnvironment(settings, databaseUrl)),
      CUBEJS_TRANSPILATION_NATIVE: 'false',
    },
  })
  const exited = once(child, 'exit')
  await Promise.race([
    once(child, 'message'),
    exited.then(() => {
      throw new Error('Cube ended while it was starting')
    }),
  ])
  const waiting = new Map<number, (reply: Reply) => void>()
  child.on('message', (reply: Reply) => waiting.get(reply.id)?.(reply))
  let calls = 0
  return {
    async call(name, argument) {
      const id = ++calls
      const reply = await new Promise<Reply>((resolve) => {
        waiting.set(id, resolve)
        child.send({ id, name, argument })
      })
      waiting.delete(id)
      if (reply.error !== undefined) throw new Error(reply.error)
      return reply.answer
    },
    async stop() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
