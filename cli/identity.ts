import type { Command } from 'commander'
import { registerDecide } from './identity-decide.ts'
import { registerEvaluate } from './identity-evaluate.ts'
import { registerExplain } from './identity-explain.ts'
import { registerHistory } from './identity-history.ts'
import { registerOverShared } from './identity-over-shared.ts'
import { registerReview } from './identity-review.ts'
import { registerSplit } from './identity-split.ts'

export function register(program: Command): void {
  const identity = program
    .command('identity')
    .description('Review, decide, explain and evaluate which records are one person')
  registerReview(identity)
  registerDecide(identity)
  registerSplit(identity)
  registerExplain(identity)
  registerHistory(identity)
  registerOverShared(identity)
  registerEvaluate(identity)
}
