import type { ModelFile } from './model-files.ts'
import { parseModel } from './model-parse.ts'

/**
 * The views that can answer otherwise after a change of the model: those in changed files, and those that lead to one
 * through anything that names it.
 */
export function affectedViews(before: readonly ModelFile[], after: readonly ModelFile[]): Set<string> {
  const known = new Map(before.map(({ file, text }) => [file, text]))
  const changed = after.filter(({ file, text }) => known.get(file) !== text)
  const gone = before.filter(({ file }) => !after.some((other) => other.file === file))
  const old = before.filter(({ file }) => changed.some((other) => other.file === file))
  const affected = new Set([...changed, ...old, ...gone].flatMap(namesIn))
  let rest = after.map((file) => ({ text: file.text, names: namesIn(file) }))
  for (;;) {
    const next = rest.filter(({ text }) => [...affected].some((name) => mentions(text, name)))
    if (next.length === 0) break
    for (const { names } of next) for (const name of names) affected.add(name)
    rest = rest.filter((file) => !next.includes(file))
  }
  const views = [...before, ...after].flatMap((file) => [...parseModel([file]).views.keys()])
  return new Set(views.filter((name) => affected.has(name)))
}

function namesIn(file: ModelFile): string[] {
  const { cubes, views } = parseModel([file])
  return [...cubes.keys(), ...views.keys()]
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(text)
}
