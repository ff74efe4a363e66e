import { spawnSync } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from '../../bin/lock.mjs'

/** How long a process that was asked to end may take before it is killed. */
const longestEnd = 5000

/**
 * Ends what a killed server left. Its sessions notice that it is gone only between statements, and as long as one of
 * them works, no server can start on their data. Nothing that they do can still be saved: to the next server, their
 * transactions are interrupted ones. Returns how many there were.
 *
 * Only for a data folder on which no server runs. Where the system does not say which process works in which folder,
 * this finds none, and the next server waits for them.
 */
export async function endOrphans(data: string): Promise<number> {
  const orphans = await sessionsIn(data)
  for (const pid of orphans) signal(pid, 'SIGQUIT')
  for (let waited = 0; waited < longestEnd && orphans.some(isAlive); waited += 50) await sleep(50)
  for (const pid of orphans.filter(isAlive)) signal(pid, 'SIGKILL')
  for (let waited = 0; waited < longestEnd && orphans.some(isAlive); waited += 50) await sleep(50)
  return orphans.length
}

/**
 * The processes of a server's sessions: they work in its data folder, and Postgres titles them `postgres: …`. The
 * server itself is not among them, because its title is its command line.
 */
async function sessionsIn(data: string): Promise<number[]> {
  if (process.platform !== 'linux') return []
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger)
  const found: number[] = []
  for (const pid of pids) {
    const folder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined)
    if (folder !== data) continue
    if ((await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).startsWith('postgres: '))
      found.push(pid)
  }
  return found
}

/** Whether the process is a server on this data. Where the system hides its folder, its name must be enough. */
export async function isServerOf(pid: number, data: string): Promise<boolean> {
  if (!isAlive(pid)) return false
  if (process.platform === 'win32') return true
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('ps', ['-o', 'comm=', '-p', `${pid}`], { encoding: 'utf8' })
    return stdout.includes('postgres')
  }
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  if (!/^Name:\s+postgres$/m.test(status)) return false
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined)
  // while it starts, it has not entered the folder yet
  return folder === undefined || folder === data || folder === '/'
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // it has ended, or belongs to another user
  }
}
