import { ClienteleError } from '../errors.ts'

/** One thing wrong with a declaration, found before anything is built. */
export interface Problem {
  readonly relation: string
  readonly message: string
  /** `file:line`, if it is known. */
  readonly at: string | null
}

export function checkFailed(problems: readonly Problem[]): ClienteleError {
  const lines = problems.map((p) => `  ${p.at ?? p.relation}: ${p.message}`)
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`
  return new ClienteleError('check-failed', `${count}, nothing was built:\n${lines.join('\n')}`, {
    problems: problems.map((p) => `${p.relation}: ${p.message}`),
  })
}
