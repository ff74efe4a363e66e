import type { PairVerdict, Verdict } from './decisions.ts'
import type { Question } from './queue.ts'
import type { StewardshipSession } from './session.ts'
import { customerOf } from './subject.ts'
import { betweenAll } from './verdicts.ts'

/**
 * An answer speaks of two people, so it goes for all their records: were only the pair that was shown made one, a
 * rule against the others could tear the two of them from the rest of their own. Who cannot tell has said so of
 * what was shown.
 */
export async function answerTo(
  session: StewardshipSession,
  { recordKeyA: a, recordKeyB: b }: Question,
  verdict: Verdict,
): Promise<readonly PairVerdict[]> {
  if (verdict === 'unsure') return [{ a, b, verdict }]
  return betweenAll(await customerOf(session, a), await customerOf(session, b), verdict)
}
