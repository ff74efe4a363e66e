import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { type Service, type Supervision, supervise } from '../../services/up/supervisor.ts'

const limits: Supervision = {
  tries: 3,
  windowSeconds: 600,
  firstDelaySeconds: 0.02,
  longestDelaySeconds: 0.05,
  checkSeconds: 0.2,
  silentSeconds: 0.6,
}

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** A program that answers every message, or that ends at once. */
async function start(program = `process.on('message', () => process.send('here')); process.send('up')`) {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  children.push(child)
  const exited = once(child, 'exit')
  await Promise.race([once(child, 'message'), exited])
  const kill = async () => {
    child.kill('SIGKILL')
    await exited
  }
  const answers = async () => {
    child.send('there?')
    return (await once(child, 'message')).length > 0
  }
  const ended = exited.then(([code, signal]) => (signal ? `was killed by ${signal}` : `ended with ${code}`))
  return { child, ended, answers, clear: kill, stop: kill }
}

function watched(startAgain: () => Promise<Service & { child: ChildProcess }>) {
  const told: string[] = []
  const onChange = (text: string) => void told.push(text)
  return { told, plan: { title: 'It', start: startAgain, limits, onChange } }
}

test('what is killed, or hangs, is started again, and each restart is counted and told', async () => {
  const { told, plan } = watched(() => start())
  const it = supervise(await start(), plan)
  it.service().child.kill('SIGKILL')
  await expect.poll(() => it.state()).toMatchObject({ up: false, problem: expect.stringMatching(/SIGKILL/) })
  await expect.poll(() => it.state()).toEqual({ up: true, restarts: 1, problem: null })
  it.service().child.kill('SIGSTOP')
  await expect.poll(() => it.state().restarts, { timeout: 20_000 }).toBe(2)
  expect(told).toEqual([
    'It was killed by SIGKILL. Next try in 0.02 s (restart 1 of 3).',
    expect.stringMatching(/^It works again, after \d+ s\.$/),
    'It has not answered for 0.6 s. Next try in 0.04 s (restart 2 of 3).',
    expect.stringMatching(/^It works again/),
  ])
  await it.stop()
  expect(children.every(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null)).toBe(true)
})

test('what does not stay up is given up after the declared number of restarts', async () => {
  const { told, plan } = watched(async () => {
    throw new Error('the disk is full.')
  })
  const it = supervise(await start('process.exit(9)'), plan)
  await expect(it.gaveUp).rejects.toMatchObject({
    code: 'service-gave-up',
    message: expect.stringMatching(
      /restarted 3 times within 10 minutes.*could not be restarted: the disk is full\. Correct/,
    ),
    fields: { service: 'It', restarts: 0 },
  })
  expect(told).toHaveLength(3)
  expect(it.state()).toMatchObject({ up: false, problem: expect.stringMatching(/not restarted any more/) })
  await it.stop()
})

test('it is restarted only once what it depends on works, and a stop does not wait for that', async () => {
  const { plan } = watched(() => start())
  const down = Promise.withResolvers<void>()
  const it = supervise(await start(), { ...plan, dependsOn: { whenUp: () => down.promise } })
  it.service().child.kill('SIGKILL')
  await expect.poll(() => it.state().up).toBe(false)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(it.state()).toMatchObject({ up: false, restarts: 0 })
  down.resolve()
  await it.whenUp()
  expect(it.state()).toMatchObject({ up: true, restarts: 1 })

  const never = supervise(await start(), { ...plan, dependsOn: { whenUp: () => new Promise(() => {}) } })
  never.service().child.kill('SIGKILL')
  await expect.poll(() => never.state().up).toBe(false)
  await Promise.all([never.stop(), it.stop()])
})
