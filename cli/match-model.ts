import type { ModelInUse } from '../stewardship/match-model.ts'
import { print } from './output.ts'

/** Prints what is suspicious about the match model. */
export function printModelFindings(model: ModelInUse | null): void {
  if (!model || model.findings.length === 0) return
  print('\nThe match model needs a look:\n')
  for (const { kind, subject, meaning, remedy } of model.findings)
    print(`  ${kind}${subject === 'prior' ? '' : ` (${subject})`}: ${meaning}.\n    ${remedy}.\n`)
}
