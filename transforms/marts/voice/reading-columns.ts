import { type Derivation, derive } from '#engine'
import { readText } from '../../../analytics/text/reading.ts'

const textRoom = `${import.meta.dirname}/../../../analytics/text`

/** Reads `statement_text`, which itself goes no further. */
export const readingOfText: Derivation<
  'statement_text',
  'language' | 'word_count' | 'sentiment' | 'sentiment_score' | 'evidence_count' | 'unscored_because'
> = derive({
  from: ['statement_text'],
  adds: ['language', 'word_count', 'sentiment', 'sentiment_score', 'evidence_count', 'unscored_because'],
  with: ({ statement_text }) => {
    const { language, wordCount, feeling, unscoredBecause } = readText(statement_text)
    return {
      language,
      word_count: wordCount,
      sentiment: feeling?.sentiment ?? null,
      sentiment_score: feeling?.score ?? null,
      evidence_count: feeling?.evidence ?? 0,
      unscored_because: unscoredBecause,
    }
  },
  code: [textRoom, import.meta.filename],
})
