import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** Runs a process that waits for an interruption after half a second, and ends with 7 when it comes. */
function waiting(...args: string[]) {
  const interrupt = join(import.meta.dirname, '../../cli/interrupt.ts')
  const program = `
    import { setTimeout as sleep } from 'node:timers/promises'
    await sleep(500)
    const { interrupted } = await import(${JSON.stringify(interrupt)})
    const rest = setTimeout(() => process.exit(1), 60_000)
    if (process.argv[1] === 'say') process.send('waits')
    await interrupted()
    process.exit(7)`
  return spawn(process.execPath, ['--input-type=module', '-e', program, ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

test('a process stops if its launcher ends while it waits, and if it ended before', async () => {
  const before = waiting()
  before.disconnect()
  expect(await once(before, 'exit')).toEqual([7, null])
  const later = waiting('say')
  await once(later, 'message')
  later.disconnect()
  expect(await once(later, 'exit')).toEqual([7, null])
})
