import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ClienteleError } from '#engine'

/** What keeps Postgres from starting or stopping, each with what its log says. */

export function logFile(home: string): string {
  return join(home, 'logs', 'postgres.log')
}

export function tailOf(home: string): string {
  return readFileSync(logFile(home), 'utf8').trimEnd().split('\n').slice(-5).join('\n')
}

export function failed(sentence: string, home: string, cause?: unknown): ClienteleError {
  const log = logFile(home)
  const tail = tailOf(home)
  if (isDiskFull(tail)) return diskFull(home, sentence)
  return new ClienteleError(
    'postgres-failed',
    `${sentence} Correct what its log says; the last lines of ${log} are:\n${tail}`,
    { log },
    { cause },
  )
}

export function notCreated(folder: string, said: string): ClienteleError {
  const sentence = `Postgres could not create its data folder ${folder}`
  if (isDiskFull(said)) return diskFull(folder, `${sentence}.`)
  return new ClienteleError('postgres-failed', `${sentence}: ${said}`, { folder })
}

/** What Postgres logs if sessions of a killed server still use its memory. */
export const orphansLeft = 'pre-existing shared memory block'

export function orphaned(data: string, home: string): ClienteleError {
  return new ClienteleError(
    'postgres-orphans',
    `Postgres cannot start, because processes of a killed Postgres still work on ${data}. They end when their ` +
      'statement does; wait for that, or end the processes whose title begins with "postgres:", then start again.',
    { data, log: logFile(home) },
  )
}

export function wrongPassword(data: string): ClienteleError {
  return new ClienteleError(
    'postgres-password',
    'The embedded Postgres refused the password in .clientele/secrets/postgres-password. ' +
      `Restore the file that was created with ${data}, or move that data away to start with an empty database.`,
    { data },
  )
}

/** In the C locale, which the server is started with, the system calls it this. */
function isDiskFull(said: string): boolean {
  return said.includes('No space left on device') || said.includes('Disk quota exceeded')
}

function diskFull(folder: string, sentence: string): ClienteleError {
  return new ClienteleError(
    'disk-full',
    `${sentence} There is no room left on the disk of ${folder}. Make room, and start again; the data is whole.`,
    { folder },
  )
}
