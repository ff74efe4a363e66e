import { bareSign, type Lexicon, readLexicon } from './lexicon.ts'
import { isEmphasis, isNegation, modificationAt } from './modifiers.ts'
import { partsOf, type Word, withoutMarkup } from './words.ts'

export type Sentiment = 'positive' | 'neutral' | 'negative'

/** What a text in English says of the writer's feelings. */
export interface Feeling {
  readonly sentiment: Sentiment
  /** From -1 (very negative) to 1 (very positive), four digits. */
  readonly score: number
  /** How many words, phrases and signs it rests on. */
  readonly evidence: number
}

/** Rated words of a text: where they are, and what they are worth. */
interface Rated {
  readonly at: number
  readonly length: number
  readonly valence: number
  /** Whether the value counts the negation before it already. */
  readonly isVerdict?: boolean
}

// Hutto & Gilbert (2014): how much an adverb, capitals and an exclamation mark add, what a negation leaves
const emphasis = 0.293
const capitals = 0.733
const exclamation = 0.292
const negated = -0.74
const beforeBut = 0.5
const afterBut = 1.5
const spread = 15
const limit = 0.05
// Taboada et al. (2011): people say bad things less often than good ones, and mean them more; a wish is no praise,
// and in a question only strong words say something
const negativity = 1.2
const wished = -0.2
const asked = 0.5
const leastAsked = 2
// a statement that only denies something, such as "it does not charge", is a complaint more often than not (docs/adr/0021)
const denial = -0.5

let known: Lexicon | null = null
const lexicon = (): Lexicon => {
  known ??= readLexicon()
  return known
}

export const isRatedWord = (word: string): boolean => (lexicon().words.get(word) ?? 0) !== 0
export const isSign = (run: string): boolean => valueOfSign(run) !== undefined
const valueOfSign = (run: string) =>
  lexicon().signs.get(bareSign(run)) ?? lexicon().signs.get(run.toLowerCase())

/**
 * Sentiment of an English text, with the rules of VADER (Hutto & Gilbert 2014, ICWSM) for negation, emphasis, capitals,
 * exclamation marks and "but", and those of SO-CAL (Taboada et al. 2011, Computational Linguistics 37(2)) for wishes,
 * questions and the weight of negative words. The sum of what rated words are worth is scaled to -1 … 1 by x / √(x² + 15).
 */
export function feelingOf(text: string): Feeling {
  const written = partsOf(withoutMarkup(text), isSign)
  const parts = { ...written, words: written.words.map(unstretched) }
  const rated = ratedIn(parts.words, lexicon())
  const places = new Set(rated.flatMap(({ at, length }) => Array.from({ length }, (_, i) => at + i)))
  const turns = turnsIn(parts.words)
  const isMixed = parts.words.filter(isShouted).length < parts.words.length / 2
  let sum = 0
  for (const one of rated) sum += worthOf(one, parts.words, { places, turns, isMixed })
  const worthOfSigns = parts.signs.map((sign) => valueOfSign(sign) ?? 0)
  for (const worth of worthOfSigns) sum += worth
  const evidence = rated.length + worthOfSigns.filter((worth) => worth !== 0).length
  if (evidence === 0 && isDenial(parts.words)) sum = denial
  if (sum !== 0) sum += Math.sign(sum) * Math.min(parts.exclamations, 4) * exclamation
  const score = Number((sum / Math.sqrt(sum * sum + spread)).toFixed(4))
  return {
    sentiment: score >= limit ? 'positive' : score <= -limit ? 'negative' : 'neutral',
    score,
    evidence,
  }
}

/** "Sooo" is so, and "goood" is good: no English word has the same letter three times in a row. */
function unstretched(word: Word): Word {
  if (!/(\p{L})\1\1/u.test(word.lower)) return word
  const [double, single] = ['$1$1', '$1'].map((letters) => word.lower.replace(/(\p{L})\1{2,}/gu, letters))
  const lower = [double, single].find(
    (one) => one !== undefined && (isRatedWord(one) || isEmphasis(one) || isNegation(one)),
  )
  return lower === undefined ? word : { ...word, lower }
}

function ratedIn(words: readonly Word[], { words: values, phrases }: Lexicon): Rated[] {
  const found: Rated[] = []
  const valueOfWord = (word: Word | undefined) =>
    word ? (values.get(word.lower) ?? values.get(word.lower.replace(/'s$/, '')) ?? 0) : 0
  for (let at = 0; at < words.length; at += found.at(-1)?.at === at ? (found.at(-1)?.length ?? 1) : 1) {
    const word = words[at]
    if (!word) continue
    const special = phraseAt(words, at, phrases) ?? ratingAt(words, at) ?? verdictAt(words, at)
    if (special) found.push({ at, ...special })
    else if (!isNegation(word.lower)) {
      const next = words[at + 1]
      const isAdverb = isEmphasis(word.lower) && next?.clause === word.clause && valueOfWord(next) !== 0
      const valence = valueOfWord(word)
      if (valence !== 0 && !isAdverb) found.push({ at, length: 1, valence })
    }
  }
  return found
}

function phraseAt(words: readonly Word[], at: number, phrases: Lexicon['phrases']): Omit<Rated, 'at'> | null {
  const candidates = phrases.get(words[at]?.lower ?? '') ?? []
  const found = candidates.find((phrase) => phrase.words.every((part, i) => words[at + i]?.lower === part))
  return found ? { length: found.words.length, valence: found.valence } : null
}

/** "8 out of 10", "4 stars": from -3 for the lowest to 3 for the highest. */
function ratingAt(words: readonly Word[], at: number): Omit<Rated, 'at'> | null {
  const [first, second, third, fourth] = [0, 1, 2, 3].map((i) => words[at + i]?.lower ?? '')
  if (!first || !/^\d{1,2}$/.test(first)) return null
  if (/^stars?$/.test(second ?? '')) return { length: 2, valence: shareOf(Number(first), 1, 5) }
  if (second !== 'out' || third !== 'of' || !/^(?:5|10)$/.test(fourth ?? '')) return null
  return { length: 4, valence: shareOf(Number(first), 1, Number(fourth)) }
}

function shareOf(given: number, lowest: number, highest: number): number {
  const share = (Math.min(Math.max(given, lowest), highest) - lowest) / (highest - lowest)
  return 6 * share - 3
}

/**
 * "Will not eat here again" is a verdict, and so are "will eat here again", "never coming back" and "never had a better
 * one"; "broken again" is none.
 */
function verdictAt(words: readonly Word[], at: number): Omit<Rated, 'at'> | null {
  const word = words[at]
  if (!word || !/^(?:again|return|returning|back|better)$/.test(word.lower)) return null
  const before = words.slice(Math.max(0, at - 7), at).filter(({ clause }) => clause === word.clause)
  const lower = before.map((one) => one.lower)
  const verdict = (valence: number) => ({ length: 1, valence, isVerdict: true })
  if (word.lower === 'better') return lower.includes('never') ? verdict(2.5) : null
  if (
    word.lower !== 'again' &&
    !lower.some((one) => /^(?:go|going|come|coming|be|will|would|won't|wouldn't|never)$/.test(one))
  )
    return null
  const isPromise = lower.some((one) => /^(?:will|would|shall)$|'(?:ll|d)$/.test(one))
  const isRefusal = lower.some(isNegation) && (isPromise || lower.some((one) => /n't$|nt$|never/.test(one)))
  return isRefusal ? verdict(-2) : isPromise ? verdict(1.5) : null
}

interface Setting {
  /** The places of all rated words. */
  readonly places: ReadonlySet<number>
  /** Where each sentence that has one takes its last turn. */
  readonly turns: ReadonlyMap<number, number>
  /** Whether capitals are an exception, so that they mean something. */
  readonly isMixed: boolean
}

function worthOf({ at, valence, isVerdict }: Rated, words: readonly Word[], setting: Setting): number {
  const word = words[at]
  const sign = Math.sign(valence)
  const { steps, isNegated, isUnreal } = modificationAt(words, at, (place) => setting.places.has(place))
  let worth = valence + sign * steps * emphasis
  if (word && setting.isMixed && isShouted(word)) worth += sign * capitals
  if (isNegated && !isVerdict) worth *= negated
  if (isUnreal && worth > 0) worth *= wished
  if (word?.isAsked) worth *= Math.abs(valence) < leastAsked ? 0 : asked
  const turn = setting.turns.get(word?.sentence ?? 0)
  if (turn !== undefined) worth *= at < turn ? beforeBut : afterBut
  return worth < 0 ? worth * negativity : worth
}

/** "But" at the start of a sentence turns against an earlier one, and weighs nothing. */
function turnsIn(words: readonly Word[]): Map<number, number> {
  const turns = new Map<number, number>()
  for (const [at, { lower, sentence }] of words.entries()) {
    const isFirst = words[at - 1]?.sentence !== sentence
    if (!isFirst && (lower === 'but' || lower === 'however')) turns.set(sentence, at)
  }
  return turns
}

function isDenial(words: readonly Word[]): boolean {
  return (
    words.some(({ lower }) => isNegation(lower) && lower !== 'without') &&
    !words.some(({ isAsked }) => isAsked)
  )
}

function isShouted({ written }: Word): boolean {
  return written.length > 1 && written === written.toUpperCase() && /\p{Lu}/u.test(written)
}
