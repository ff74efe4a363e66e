import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** The locks that this process holds, so that two tasks of one process exclude each other too. */
const held = new Set()

/**
 * Runs work that only one process may do at a time. The lock is `folder`: a process writes a file named by its id,
 * and holds the lock if no other live process has a file there. Otherwise it deletes its file and tries again. If two
 * processes try at the same time, at least one sees the other, and no process deletes the file of a live one.
 * If a process is killed, what it wrote with `note` is passed to `onLeft` of the next. `onWait` is called once for each
 * process that is waited for; an error that it throws ends the waiting.
 *
 * @template T
 * @param {string} folder
 * @param {{ onWait?: (owner: number) => void | Promise<void>, onLeft?: (note: string) => Promise<void> }} options
 * @param {(note: (text: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(folder, { onWait, onLeft }, work) {
  const ownFile = join(folder, `${process.pid}`)
  const own = startLine(process.pid)
  let reported = 0
  while (!(await tryAcquire())) {
    const [owner] = liveOthers(folder)
    if (owner !== undefined && owner !== reported) {
      reported = owner
      await onWait?.(owner)
    }
    await sleep(50 + Math.random() * 200)
  }
  try {
    return await work((text) => writeFileSync(ownFile, own + text))
  } finally {
    rmSync(ownFile, { force: true })
    held.delete(folder)
  }

  async function tryAcquire() {
    if (held.has(folder)) return false
    held.add(folder)
    let isOwner = false
    try {
      mkdirSync(folder, { recursive: true })
      await removeDead()
      if (liveOthers(folder).length > 0) return false
      writeFileSync(ownFile, own)
      isOwner = liveOthers(folder).length === 0
      if (!isOwner) rmSync(ownFile)
      return isOwner
    } finally {
      if (!isOwner) held.delete(folder)
    }
  }

  async function removeDead() {
    for (const pid of pidsIn(folder)) {
      if (pid !== process.pid && isOwnerAlive(folder, pid)) continue
      const file = join(folder, `${pid}`)
      const note = readFile(file).replace(startPattern, '')
      if (note) await onLeft?.(note)
      rmSync(file, { force: true })
    }
  }
}

/** @param {string} folder */
function liveOthers(folder) {
  return pidsIn(folder).filter((pid) => pid !== process.pid && isOwnerAlive(folder, pid))
}

/** @param {string} folder */
function pidsIn(folder) {
  return readdirSync(folder).map(Number)
}

/**
 * Whether the process that wrote the file lives. Another program may have its id now, after a crash of the machine or
 * in a container, so the first line of the file says when its process started.
 *
 * @param {string} folder
 * @param {number} pid
 */
function isOwnerAlive(folder, pid) {
  if (!isAlive(pid)) return false
  const [written] = startPattern.exec(readFile(join(folder, `${pid}`))) ?? ['']
  const now = startLine(pid)
  return written === '' || now === '' || written === now
}

const startPattern = /^started \d+\n/

/**
 * When a process started, in the ticks of the system's own clock; empty where the system does not say.
 *
 * @param {number} pid
 */
function startLine(pid) {
  const started = statOf(pid)[19]
  return started ? `started ${started}\n` : ''
}

/**
 * The fields of /proc/<pid>/stat after the name of the program, which may contain blanks and brackets.
 *
 * @param {number} pid
 */
function statOf(pid) {
  if (process.platform !== 'linux') return []
  const text = readFile(`/proc/${pid}/stat`)
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

/** @param {string} file */
function readFile(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '' // another process has already deleted it
  }
}

/**
 * Whether a process, or a process group (a negative number), runs. One that has ended, but whose parent has not asked
 * how, does not.
 *
 * @param {number} pid
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return pid < 0 || statOf(pid)[0] !== 'Z'
}
