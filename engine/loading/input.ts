import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { ClienteleError } from '../errors.ts'
import { inUtf8 } from './charset.ts'
import { inNewlines } from './line-ends.ts'

/** A file being read. Its content is decompressed and converted to UTF-8. */
export interface FileInput {
  /** The beginning of the content; `chunks` start with it too. */
  readonly head: Buffer
  /** Of the file on disk; null for standard input. */
  readonly totalBytes: number | null
  readonly readBytes: () => number
  readonly chunks: AsyncIterable<Buffer>
}

const chunkSize = 256 * 1024
const headSize = 64 * 1024

/** Opens a file, gzipped or not, or standard input (`-`). */
export async function openFile(path: string, encoding?: string): Promise<FileInput> {
  const isPipe = path === '-'
  const totalBytes = isPipe ? null : await sizeOf(path)
  let readBytes = 0
  const packed: Readable = isPipe ? process.stdin : createReadStream(path, { highWaterMark: chunkSize })
  const counted = async function* () {
    for await (const chunk of packed) {
      const bytes = Buffer.from(chunk)
      readBytes += bytes.length
      yield bytes
    }
  }
  const { head: magic, all } = await withHead(translateErrors(path, counted()), 4)
  const content = magic[0] === 0x1f && magic[1] === 0x8b ? unpacked(all) : all
  refuseArchive(path, magic)
  const { head, all: chunks } = await withHead(
    inNewlines(inUtf8(translateErrors(path, sized(content)), encoding)),
    headSize,
  )
  return { head, totalBytes, readBytes: () => readBytes, chunks }
}

async function* unpacked(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  const stream = createGunzip({ chunkSize })
  const source = Readable.from(packed, { objectMode: false, highWaterMark: chunkSize })
  source.on('error', (error) => stream.destroy(error))
  for await (const chunk of source.pipe(stream)) if (Buffer.isBuffer(chunk)) yield chunk
}

/** Pipes give small pieces, but the first chunk must be large enough to detect the format. */
async function* sized(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let parts: Buffer[] = []
  let size = 0
  for await (const chunk of chunks) {
    parts.push(chunk)
    size += chunk.length
    if (size < headSize) continue
    yield parts.length === 1 ? chunk : Buffer.concat(parts)
    parts = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(parts)
}

/** Reads the first bytes without consuming them. */
async function withHead(chunks: AsyncGenerator<Buffer, void>, size: number) {
  const parts: Buffer[] = []
  for (let have = 0; have < size; ) {
    const { value } = await chunks.next()
    if (!value) break
    parts.push(value)
    have += value.length
  }
  const head = Buffer.concat(parts)
  async function* all(): AsyncGenerator<Buffer, void> {
    yield head
    yield* chunks
  }
  return { head, all: all() }
}

async function sizeOf(path: string): Promise<number> {
  let file: FileHandle | undefined
  try {
    file = await open(path)
    const stat = await file.stat()
    if (stat.isDirectory()) throw Object.assign(new Error(path), { code: 'EISDIR' })
    return stat.size
  } catch (error) {
    throw fileError(path, error)
  } finally {
    await file?.close()
  }
}

async function* translateErrors(path: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  try {
    yield* chunks
  } catch (error) {
    throw fileError(path, error)
  }
}

export function fileError(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOENT') {
    return new ClienteleError('file-not-found', `There is no file ${path}. Check the path.`, { path })
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new ClienteleError(
      'file-not-readable',
      `You are not allowed to read ${path}. Change its permissions, or load a copy of it.`,
      { path },
    )
  }
  if (code === 'EISDIR') {
    return new ClienteleError('file-not-readable', `${path} is a folder. Name the files in it.`, { path })
  }
  if (error instanceof Error && /^E[A-Z]+$/.test(code)) {
    return new ClienteleError(
      'file-not-readable',
      `${path} cannot be read (${error.message}). Nothing of it was loaded. Look at the path, or load a copy of the file.`,
      { path },
    )
  }
  if (code.startsWith('Z_')) {
    return new ClienteleError(
      'file-damaged',
      `${path} cannot be decompressed (${error instanceof Error ? error.message : code}): ` +
        'the file is damaged or cut short. Nothing was loaded. Get the file again.',
      { path },
    )
  }
  return error
}

/** Excel workbooks are zip archives too. */
function refuseArchive(path: string, magic: Buffer): void {
  const isZip = magic.toString('latin1', 0, 4) === 'PK\u0003\u0004'
  const isOldWorkbook = magic.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))
  if (!isZip && !isOldWorkbook) return
  throw new ClienteleError(
    'file-archive',
    `${path} is a zip archive or a workbook, which cannot be loaded. Unpack it, or save the sheet as CSV, and load that.`,
    { path },
  )
}
