import { spawn } from 'node:child_process'
import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from '../bin/lock.mjs'

export type ProcessOptions = {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** The file that its output is appended to. */
  readonly log: string
  readonly signal?: AbortSignal
  /** Called with the process group's id after the start. */
  readonly onStart?: (group: number) => void
}

/** Runs a program and returns its exit code. An abort stops it together with every process it started. */
export async function runProcess(options: ProcessOptions): Promise<number> {
  options.signal?.throwIfAborted()
  await mkdir(dirname(options.log), { recursive: true })
  const log = await open(options.log, 'a', 0o600)
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    // a separate process group, so that its child processes can be stopped with it
    detached: process.platform !== 'win32',
    stdio: ['ignore', log.fd, log.fd],
  })
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
  const { pid } = child
  const abort = () => pid && stopGroup(pid)
  options.signal?.addEventListener('abort', abort, { once: true })
  try {
    if (pid) options.onStart?.(pid)
    return await ended
  } finally {
    options.signal?.removeEventListener('abort', abort)
    // not before: nothing may wait between the start and `ended`, whose failure would reach nobody
    await log.close()
  }
}

/** Asks a process group to stop, and kills it after two seconds. */
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
    // already gone
  }
}

/** The last lines of a log, which usually say why a program failed. */
export async function tailOf(log: string, lines = 15): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '')
  return text.trimEnd().split('\n').slice(-lines).join('\n')
}
