import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from '../../bin/lock.mjs'
import { waitForPort } from '../ports.ts'
import type { Settings } from '../settings.ts'
import type { CubeProblem, CubeReady, ModelTaken } from './server.ts'

export type CubeProcess = {
  /** What it says once it listens, or why it cannot; undefined if it ended before. */
  readonly ready: Promise<CubeReady | CubeProblem | undefined>
  /** Says how it ended, as in "was killed by SIGKILL". */
  readonly ended: Promise<string>
  /** Has it serve the model in a file; says what Cube's compiler has against it. */
  takeModel(file: string): Promise<ModelTaken>
  /** Asks it to end, and kills it if it does not. */
  stop(): Promise<void>
  kill(): Promise<void>
}

const program = join(import.meta.dirname, 'server.ts')
/** How long it may take to end when asked to. */
const longestEnd = 5000

export async function startCubeProcess(
  settings: Settings,
  env: NodeJS.ProcessEnv,
  logFile: string,
): Promise<CubeProcess> {
  await mkdir(dirname(logFile), { recursive: true })
  const log = await open(logFile, 'a', 0o600)
  const child = fork(program, {
    // Cube reads a file .env in the folder it starts in
    cwd: settings.stateDir,
    // Node options of this process do not apply to Cube
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env,
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
  })
  const exited = once(child, 'exit')
  await log.close()
  if (child.pid) await writeFile(pidFile(settings), `${child.pid}\n`)
  const ended = exited.then(async ([code, signal]): Promise<string> => {
    await rm(pidFile(settings), { force: true })
    return signal ? `was killed by ${signal}` : `ended with exit code ${code}`
  })
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  return {
    ready: Promise.race([
      once(child, 'message').then(([message]): CubeReady | CubeProblem => message),
      ended.then(() => undefined),
    ]),
    ended,
    async takeModel(file) {
      const answer = once(child, 'message').then(([message]): ModelTaken => message)
      child.send(file)
      return Promise.race([answer, ended.then((how) => ({ problem: `Cube ${how}` }))])
    },
    kill,
    async stop() {
      child.kill('SIGTERM')
      await Promise.race([ended, sleep(longestEnd, undefined, { ref: false })])
      if (!hasEnded()) await kill()
      await ended
    },
  }
}

/**
 * Kills a Cube that a killed Clientele left. It ends by itself when its parent does, unless it hangs; then it would
 * keep its port. Another program may have its process id now, so the command line must be Cube's.
 */
export async function endLeftCube(settings: Settings): Promise<void> {
  const pid = Number(await readFile(pidFile(settings), 'utf8').catch(() => NaN))
  if (!Number.isInteger(pid) || pid <= 0) return
  if (isAlive(pid) && (await commandOf(pid)).includes(program)) {
    process.kill(pid, 'SIGKILL')
  }
  await waitForPort(settings.ports.cube, longestEnd)
  await rm(pidFile(settings), { force: true })
}

async function commandOf(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return spawnSync('ps', ['-o', 'command=', '-p', `${pid}`], { encoding: 'utf8' }).stdout ?? ''
}

function pidFile(settings: Settings): string {
  return join(settings.stateDir, 'cube.pid')
}
