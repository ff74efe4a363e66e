import type { z } from 'zod'

type Path = readonly PropertyKey[]

/**
 * Programs write nothing in many ways: null for an empty list, an empty list for an empty object, an empty text for a
 * date. Where the contract refuses such a value, a list becomes empty and anything else absent, or null if it must be
 * there; the contract then decides. Gives the result of checking that, or the first one if nothing was empty.
 */
export function checkWithoutEmpty(
  contract: z.ZodObject,
  record: unknown,
  first: z.ZodSafeParseError<Record<string, unknown>>,
): z.ZodSafeParseResult<Record<string, unknown>> {
  const lists = new Set<string>()
  const paths = new Map<string, Path>()
  for (const issue of first.error.issues) {
    const path = emptyPath(record, issue.path)
    if (path === null) continue
    paths.set(JSON.stringify(path), path)
    if (issue.code === 'invalid_type' && issue.expected === 'array') lists.add(JSON.stringify(path))
  }
  if (paths.size === 0) return first
  const copy = structuredClone(record)
  for (const [name, path] of paths) replace(copy, path, lists.has(name) ? [] : undefined)
  const second = contract.safeParse(copy)
  if (second.success) return second
  const required = second.error.issues.filter(({ path }) => paths.has(JSON.stringify(path)))
  if (required.length === 0) return second
  for (const { path } of required) if (valueAt(copy, path) === undefined) replace(copy, path, null)
  const third = contract.safeParse(copy)
  return third.success ? third : second
}

/** Where the empty value is that an issue complains about; null if there is none. */
function emptyPath(record: unknown, path: Path): Path | null {
  if (path.length === 0) return null
  const value = valueAt(record, path)
  if (value !== undefined) return isEmpty(value) ? path : null
  const holder = path.slice(0, -1)
  return holder.length > 0 && isEmpty(valueAt(record, holder)) ? holder : null
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

function replace(record: unknown, path: Path, value: unknown): void {
  const holder = valueAt(record, path.slice(0, -1))
  const name = path.at(-1)
  if (typeof holder !== 'object' || holder === null || name === undefined) return
  if (value !== undefined) Reflect.set(holder, name, value)
  else if (!Array.isArray(holder)) Reflect.deleteProperty(holder, name)
}

function valueAt(record: unknown, path: Path): unknown {
  let value = record
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Object.getOwnPropertyDescriptor(value, name)?.value
  }
  return value
}
