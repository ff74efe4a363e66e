import { link, readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** Parquet is compressed already, and DuckDB reads ranges of it; images and fonts are compressed too. */
const compressible = /\.(html|js|mjs|css|json|svg|wasm|txt|arrow|webmanifest|ico)$/
const smallest = 1024

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/**
 * Writes a copy of each file for browsers that accept Brotli (`.br`) or gzip (`.gz`), unless it would not be smaller.
 * Copies of files that the previous pages had under the same name, which is a hash of the content, are taken from there.
 */
export async function compressPages(folder: string, before: string | undefined): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const names = new Set(entries.map((entry) => relative(folder, join(entry.parentPath, entry.name))))
  const files = entries
    .filter((entry) => entry.isFile() && compressible.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith('.') && !names.has(`${file}.gz`))
  for (const file of files) {
    const isImmutable = file.startsWith(join('_app', 'immutable'))
    if (before && isImmutable && (await takeCopies(join(before, file), join(folder, file)))) continue
    await compress(join(folder, file))
  }
}

async function takeCopies(from: string, to: string): Promise<boolean> {
  try {
    for (const ending of ['.br', '.gz']) await link(from + ending, to + ending)
    return true
  } catch {
    // the previous pages have no such copies, or links do not work here
    return false
  }
}

async function compress(path: string): Promise<void> {
  const content = await readFile(path)
  if (content.length < smallest) return
  // a higher quality saves 5% of the bytes of DuckDB, and takes ten times as long
  const quality = {
    [constants.BROTLI_PARAM_QUALITY]: 5,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  }
  const copies = await Promise.all([brotli(content, { params: quality }), zip(content, { level: 6 })])
  for (const [at, copy] of copies.entries())
    if (copy.length < content.length) await writeFile(path + (at === 0 ? '.br' : '.gz'), copy)
}
