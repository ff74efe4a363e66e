import type { z } from 'zod'
import { shown } from './field-names.ts'

/** One thing that is wrong with a record. */
export interface Problem {
  readonly code: string
  /** Dotted path of the field; empty if the whole record is meant. */
  readonly field: string
  readonly message: string
}

export type Problems = readonly [Problem, ...Problem[]]

export function recordProblem(code: string, message: string, field = ''): [Problem] {
  return [{ code, field, message }]
}

/** zod's issues as problems; docs/loading.md explains the codes. */
export function problemsOf(error: z.ZodError): Problems {
  const [first, ...rest] = error.issues.map(problemOf)
  return first ? [first, ...rest] : recordProblem('invalid-value', error.message)
}

function problemOf(issue: z.core.$ZodIssue): Problem {
  const field = short(issue.path.map((name) => shown(String(name))).join('.'))
  if (issue.code === 'unrecognized_keys') {
    return {
      code: 'unknown-field',
      field: short(issue.keys.map(shown).join(', ')),
      message: 'not in the contract',
    }
  }
  if (issue.code === 'custom' && typeof issue.params?.code === 'string') {
    return { code: issue.params.code, field, message: short(issue.message) }
  }
  if (issue.code === 'invalid_type') {
    const isMissing = /received (undefined|null)$/.test(issue.message)
    return isMissing
      ? { code: 'missing-value', field, message: `expected ${issue.expected}, but there is no value` }
      : { code: 'wrong-type', field, message: issue.message }
  }
  return { code: 'invalid-value', field, message: issue.message }
}

/** A record may hold megabytes, and its reason is shown and kept. */
function short(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text
}

const longestText = 300
