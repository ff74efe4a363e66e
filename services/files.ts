import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Files by their paths from the root, each with its size and the time of its last change. */
export type FileStates = ReadonlyMap<string, string>

/** Looks at files, and at folders with all that is in them. Cheap enough to do twice a second. */
export async function fileStates(root: string, paths: readonly string[]): Promise<FileStates> {
  const found = await Promise.all(paths.map((path) => statesUnder(root, path)))
  return new Map(found.flat().sort(([a], [b]) => (a < b ? -1 : 1)))
}

const skipped = new Set(['node_modules', 'build', '.evidence', '.svelte-kit'])

async function statesUnder(root: string, path: string): Promise<[string, string][]> {
  const found = await stat(join(root, path)).catch(() => undefined)
  if (found?.isFile()) return [[path, `${found.size} ${found.mtimeMs}`]]
  if (!found?.isDirectory()) return []
  const names = await readdir(join(root, path)).catch((): string[] => [])
  const inside = names.filter((name) => !skipped.has(name) && !name.startsWith('.'))
  return (await Promise.all(inside.map((name) => statesUnder(root, join(path, name))))).flat()
}

/** The files that are new, gone or different. */
export function changedFiles(before: FileStates, after: FileStates): string[] {
  const all = new Set([...before.keys(), ...after.keys()])
  return [...all].filter((file) => before.get(file) !== after.get(file)).sort()
}
