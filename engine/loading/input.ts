import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { ClienteleError } from '../errors.ts'

/** A file being read: its content unpacked, and how much of the file itself has been read. */
export interface FileInput {
  readonly path: string
  readonly format: 'csv' | 'json array' | 'json lines'
  readonly totalBytes: number
  readonly readBytes: () => number
  readonly chunks: AsyncIterable<Buffer>
}

const chunkSize = 256 * 1024

/** Opens a CSV or JSON file, gzipped or not; what it is follows from its content, not from its name. */
export async function openFile(path: string): Promise<FileInput> {
  const { head, totalBytes } = await readHead(path)
  const isGzip = head[0] === 0x1f && head[1] === 0x8b
  let readBytes = 0
  const packed = createReadStream(path, { highWaterMark: chunkSize })
  packed.on('data', (chunk) => {
    readBytes += chunk.length
  })
  const stream = isGzip ? packed.pipe(createGunzip({ chunkSize })) : packed
  packed.on('error', (error) => stream.destroy(error))
  const source = translateErrors(path, stream)[Symbol.asyncIterator]()
  const first = await source.next()
  const start = withoutByteOrderMark(path, first.done ? Buffer.alloc(0) : first.value)
  return {
    path,
    format: formatOf(start),
    totalBytes,
    readBytes: () => readBytes,
    chunks: prepend(start, source),
  }
}

async function readHead(path: string): Promise<{ head: Buffer; totalBytes: number }> {
  let file: FileHandle | undefined
  try {
    file = await open(path)
    const { size } = await file.stat()
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return { head: buffer.subarray(0, bytesRead), totalBytes: size }
  } catch (error) {
    throw fileError(path, error)
  } finally {
    await file?.close()
  }
}

async function* translateErrors(path: string, stream: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) if (Buffer.isBuffer(chunk)) yield chunk
  } catch (error) {
    throw fileError(path, error)
  }
}

async function* prepend(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
}

function fileError(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOENT') {
    return new ClienteleError('file-not-found', `There is no file ${path}. Check the path.`, { path })
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new ClienteleError('file-not-readable', `You have no right to read ${path}.`, { path })
  }
  if (code === 'EISDIR') {
    return new ClienteleError('file-not-readable', `${path} is a folder. Name the files in it.`, { path })
  }
  if (code.startsWith('Z_')) {
    return new ClienteleError(
      'file-damaged',
      `${path} is gzip that cannot be unpacked (${error instanceof Error ? error.message : code}): ` +
        'cut short or damaged. Nothing was loaded. Get the file again.',
      { path },
    )
  }
  return error
}

function withoutByteOrderMark(path: string, start: Buffer): Buffer {
  const [a, b, c] = start
  if (a === 0xef && b === 0xbb && c === 0xbf) return start.subarray(3)
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) {
    throw new ClienteleError(
      'file-encoding',
      `${path} is UTF-16. Save it as UTF-8 (in Excel: "CSV UTF-8") and load that.`,
      { path },
    )
  }
  return start
}

function formatOf(start: Buffer): FileInput['format'] {
  const first = start.find((byte) => byte > 0x20)
  return first === 0x5b ? 'json array' : first === 0x7b ? 'json lines' : 'csv'
}
