import { spawn } from 'node:child_process'
import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from '../bin/lock.mjs'

export type Work = {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** All it prints goes here, after what is there already. */
  readonly log: string
  readonly signal?: AbortSignal
  /** Called with the number of the process group once it runs. */
  readonly onStart?: (group: number) => void
}

/** Runs a program to its end, and ends it with everything it started when the signal says so. */
export async function runProcess(work: Work): Promise<number> {
  work.signal?.throwIfAborted()
  await mkdir(dirname(work.log), { recursive: true })
  const log = await open(work.log, 'a', 0o600)
  const child = spawn(work.command, work.args, {
    cwd: work.cwd,
    env: work.env,
    // a group of its own, so that what it starts can be ended with it
    detached: process.platform !== 'win32',
    stdio: ['ignore', log.fd, log.fd],
  })
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
  await log.close()
  const { pid } = child
  const abort = () => pid && stopGroup(pid)
  work.signal?.addEventListener('abort', abort, { once: true })
  try {
    if (pid) work.onStart?.(pid)
    return await ended
  } finally {
    work.signal?.removeEventListener('abort', abort)
  }
}

/** Asks a process group to end, and ends it after two seconds. */
export async function stopGroup(group: number): Promise<void> {
  signalGroup(group, 'SIGTERM')
  for (let waited = 0; waited < 2000 && isGroupAlive(group); waited += 50) await sleep(50)
  signalGroup(group, 'SIGKILL')
}

export function isGroupAlive(group: number): boolean {
  return process.platform === 'win32' ? isAlive(group) : isAlive(-group)
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? group : -group, signal)
  } catch {
    // gone already
  }
}

/** The last lines a program printed: why it failed is usually there. */
export async function tailOf(log: string, lines = 15): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '')
  return text.trimEnd().split('\n').slice(-lines).join('\n')
}
