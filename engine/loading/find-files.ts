import { glob, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ClienteleError } from '../errors.ts'
import { fileError } from './input.ts'

/** As people count: `orders-9` comes before `orders-10`, so that the newest of equally old versions is loaded last. */
const numbered = new Intl.Collator('en', { numeric: true })
const inOrder = (a: string, b: string) => numbered.compare(a, b) || (a < b ? -1 : 1)

const loadable = /\.(csv|tsv|txt|json|jsonl|ndjson)(\.gz)?$/i

/** Resolves names on the command line: files, folders, patterns, and `-` for standard input. */
export async function findFiles(names: readonly string[]): Promise<readonly string[]> {
  const files: string[] = []
  for (const name of names) files.push(...(await filesOf(name)))
  return [...new Set(files)]
}

async function filesOf(name: string): Promise<readonly string[]> {
  if (name === '-') return [name]
  const found = await stat(name).catch(() => null)
  if (found?.isDirectory()) {
    const all = await readdir(name).catch((error: unknown) => {
      throw fileError(name, error)
    })
    const inside = all.filter((file) => loadable.test(file) && !file.startsWith('.'))
    return some(
      inside.sort(inOrder).map((file) => join(name, file)),
      name,
    )
  }
  if (found || !/[*?[{]/.test(name)) return [name]
  const matches: string[] = []
  for await (const file of glob(name)) matches.push(file)
  return some(matches.sort(inOrder), name)
}

function some(files: readonly string[], name: string): readonly string[] {
  if (files.length > 0) return files
  throw new ClienteleError(
    'file-not-found',
    `${name} contains no file to load. Files in a folder must end in .csv, .tsv, .txt, .json, .jsonl or .ndjson, optionally followed by .gz.`,
    { path: name },
  )
}
