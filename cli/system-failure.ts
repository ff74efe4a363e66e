import { ClienteleError } from '#engine'

type Failure = (what: string, cause: Error) => ClienteleError

const nothingHalf =
  'A build publishes everything or nothing, and a load stores a whole file or nothing of it, so nothing is half done.'
const again = 'then run the same command again.'

const full: Failure = (what, cause) =>
  new ClienteleError(
    'disk-full',
    `There is no room left on the disk: ${what}. ${nothingHalf} Make room, ${again}`,
    fieldsOf(cause),
    { cause },
  )
const failing: Failure = (what, cause) =>
  new ClienteleError(
    'disk-failed',
    `The disk cannot be read or written: ${what}. ${nothingHalf} Look at the disk and at the log of the system first.`,
    fieldsOf(cause),
    { cause },
  )
const forbidden: Failure = (what, cause) =>
  new ClienteleError(
    'file-forbidden',
    `This user may not do that with the file or folder, or its disk is read-only: ${what}. ` +
      `Change its owner or its permissions, or name another folder (CLIENTELE_HOME is the one for data), ${again}`,
    fieldsOf(cause),
    { cause },
  )
const inTheWay: Failure = (what, cause) =>
  new ClienteleError(
    'file-in-the-way',
    `A path leads to something other than what belongs there: ${what}. Look at that path, move away what is wrong, ${again}`,
    fieldsOf(cause),
    { cause },
  )
const missing: Failure = (what, cause) =>
  new ClienteleError(
    'file-not-found',
    `A file or folder is missing: ${what}. Check the path, or restore the file, ${again}`,
    fieldsOf(cause),
    { cause },
  )
const tooMany: Failure = (what, cause) =>
  new ClienteleError(
    'limit-reached',
    `The machine or Postgres allows no more of something: ${what}. End other programs, or raise the limit, ${again}`,
    fieldsOf(cause),
    { cause },
  )
const noMemory: Failure = (what, cause) =>
  new ClienteleError(
    'memory-full',
    `There is not enough memory: ${what}. ${nothingHalf} End other programs, or build fewer tables at once (--jobs 1), ${again}`,
    fieldsOf(cause),
    { cause },
  )

/** By the codes of the operating system, and by the states of Postgres. */
const failures: Readonly<Record<string, Failure>> = {
  ENOSPC: full,
  EDQUOT: full,
  EIO: failing,
  ENXIO: failing,
  ESTALE: failing,
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: forbidden,
  EISDIR: inTheWay,
  ENOTDIR: inTheWay,
  ELOOP: inTheWay,
  EEXIST: inTheWay,
  ENOTEMPTY: inTheWay,
  ENAMETOOLONG: inTheWay,
  ENOENT: missing,
  EMFILE: tooMany,
  ENFILE: tooMany,
  EAGAIN: tooMany,
  ENOMEM: noMemory,
  '53100': full,
  '53200': noMemory,
  '53300': tooMany,
  '53400': tooMany,
  '58030': failing,
  '58P01': failing,
  XX001: failing,
  XX002: failing,
}

/** What an error with a code of its own may not hide. */
const deeper = new Set([full, failing, tooMany, noMemory])

/**
 * The failure of the machine that is behind an error, such as a full disk. It may be the cause of an error with a
 * code, such as that of the transform that met it, whose message then says where it happened.
 */
export function systemFailure(error: unknown): ClienteleError | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const failure = failures[codeOf(at)]
    if (failure === undefined) continue
    if (!(error instanceof ClienteleError)) return failure(messageWithPath(at), at)
    return deeper.has(failure) ? failure(error.message, at) : undefined
  }
  return undefined
}

/** Node names the path of a file that it cannot open, but not of one that it cannot read or write. */
function messageWithPath(error: Error): string {
  const path = 'path' in error ? String(error.path) : ''
  return error.message.includes(path) ? error.message : `${error.message} '${path}'`
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function fieldsOf(cause: Error): ClienteleError['fields'] {
  return { cause: codeOf(cause), path: 'path' in cause ? String(cause.path) : null }
}
