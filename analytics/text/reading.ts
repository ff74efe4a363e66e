import { languageOf } from './language.ts'
import { type Feeling, feelingOf, isRatedWord, isSign, type Sentiment } from './sentiment.ts'
import { partsOf, withoutMarkup } from './words.ts'

/** Why a text has no sentiment. */
export const unscoredReasons = [
  'no text',
  'no words',
  'too short',
  'other language',
  'unknown language',
] as const
export type UnscoredReason = (typeof unscoredReasons)[number]

export const sentiments = ['positive', 'neutral', 'negative'] as const satisfies readonly Sentiment[]

/** What is known of a text: its language, and its sentiment or why there is none. */
export interface Reading {
  /** ISO 639-1; null if it was not recognised. */
  readonly language: string | null
  readonly wordCount: number
  readonly feeling: Feeling | null
  readonly unscoredBecause: UnscoredReason | null
}

/** Fewer words than this say nothing, unless one of them has a value of its own. */
const fewWords = 2

/**
 * Reads a text that a customer wrote: recognises its language and, if it is English, its sentiment (see `feelingOf`).
 * The same text always has the same reading.
 */
export function readText(text: string | null): Reading {
  if (text === null || text.trim() === '') return unscored(null, 0, 'no text')
  const plain = withoutMarkup(text)
  const { words } = partsOf(plain, isSign)
  const lower = words.map((word) => word.lower).filter((word) => /\p{L}/u.test(word))
  const feeling = feelingOf(text)
  if (lower.length === 0) {
    if (feeling.evidence > 0) return { language: null, wordCount: 0, feeling, unscoredBecause: null }
    return unscored(null, 0, 'no words')
  }
  const { language, isCertain } = languageOf(plain, lower, isRatedWord)
  if (language === 'en' && (feeling.evidence > 0 || lower.length > fewWords))
    return { language, wordCount: lower.length, feeling, unscoredBecause: null }
  if (lower.length <= fewWords && !(isCertain && language !== 'en'))
    return unscored(null, lower.length, 'too short')
  if (language !== null && isCertain) return unscored(language, lower.length, 'other language')
  return unscored(null, lower.length, 'unknown language')
}

function unscored(language: string | null, wordCount: number, unscoredBecause: UnscoredReason): Reading {
  return { language, wordCount, feeling: null, unscoredBecause }
}
