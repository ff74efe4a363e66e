import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** The locks this process has, for two of its own may want one. */
const held = new Set()

/**
 * Does work that one process at a time may do. `folder` is the lock: whoever wants it leaves a file there that is
 * named after its process, and has it if nobody else's is there afterwards; else it goes back and tries again. Of
 * two at once at least one sees the other, and nobody ever has to take away a lock that may be another's by now.
 * What a process wrote with `note` and left behind when it was killed is given to `onLeft`.
 *
 * @template T
 * @param {string} folder
 * @param {{ onWait?: (owner: number) => void, onLeft?: (note: string) => Promise<void> }} options
 * @param {(note: (text: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(folder, { onWait, onLeft }, work) {
  const mine = join(folder, `${process.pid}`)
  let told = false
  while (!(await take())) {
    const [owner] = livingOthers(folder)
    if (owner !== undefined && !told) {
      onWait?.(owner)
      told = true
    }
    await sleep(50 + Math.random() * 200)
  }
  try {
    return await work((text) => writeFileSync(mine, text))
  } finally {
    rmSync(mine, { force: true })
    held.delete(folder)
  }

  async function take() {
    if (held.has(folder)) return false
    held.add(folder)
    let isMine = false
    try {
      mkdirSync(folder, { recursive: true })
      await clear()
      if (livingOthers(folder).length > 0) return false
      writeFileSync(mine, '')
      isMine = livingOthers(folder).length === 0
      if (!isMine) rmSync(mine)
      return isMine
    } finally {
      if (!isMine) held.delete(folder)
    }
  }

  async function clear() {
    for (const pid of pidsIn(folder)) {
      if (pid !== process.pid && isAlive(pid)) continue
      const left = join(folder, `${pid}`)
      const note = readNote(left)
      if (note) await onLeft?.(note)
      rmSync(left, { force: true })
    }
  }
}

/** @param {string} folder */
function livingOthers(folder) {
  return pidsIn(folder).filter((pid) => pid !== process.pid && isAlive(pid))
}

/** @param {string} folder */
function pidsIn(folder) {
  return readdirSync(folder).map(Number)
}

/** @param {string} file */
function readNote(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '' // another process has cleared it
  }
}

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
