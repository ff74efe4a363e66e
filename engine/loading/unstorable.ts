import { shown } from './field-names.ts'
import { type Problems, recordProblem } from './problems.ts'

const deepestNesting = 100
/** A longer name is no name; names are kept for reports, so they must not fill the memory. */
const longestName = 1024

/** Finds what JSON allows and Postgres cannot store, such as text with a NUL character. */
export function unstorable(value: unknown, depth = 0): Problems | null {
  if (typeof value === 'string') {
    if (value.includes('\0')) return recordProblem('nul-byte', 'text with a NUL character')
    return value.isWellFormed() ? null : recordProblem('lone-surrogate', 'text with half of a surrogate pair')
  }
  if (typeof value === 'number') {
    return Number.isFinite(value)
      ? null
      : recordProblem('invalid-value', 'a number that is too large to store')
  }
  if (typeof value !== 'object' || value === null) return null
  if (depth > deepestNesting)
    return recordProblem('invalid-value', `nested more than ${deepestNesting} levels deep`)
  for (const [name, inner] of Object.entries(value)) {
    const found = unstorableName(name) ?? unstorable(inner, depth + 1)
    if (found) return found
  }
  return null
}

function unstorableName(name: string): Problems | null {
  return name.length > longestName
    ? recordProblem('invalid-value', `a field whose name has more than ${longestName} characters`)
    : unstorable(shown(name))
}
