import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

/** The language of a text (ISO 639-1), or null if it cannot be recognised; and whether that is certain. */
export interface Recognised {
  readonly language: string | null
  readonly isCertain: boolean
}

/**
 * Recognises 60 languages by the frequencies of their letter sequences (library eld, its smallest data). Short English
 * texts are often taken for another language ("Excellent!" for French), so a text is English, too, if at least half of
 * its words are English words with an opinion or of the kind that every sentence has, or if it is short, has one such word,
 * and is not certain to be in another language ("woohoo, tickets").
 */
export function languageOf(
  text: string,
  words: readonly string[],
  isOpinion: (word: string) => boolean,
): Recognised {
  const english = words.filter((word) => common.has(word) || isOpinion(word)).length
  if (words.length > 0 && 2 * english >= words.length) return { language: 'en', isCertain: true }
  const found = detector().detect(text)
  if (english > 0 && words.length <= short && !found.isReliable()) return { language: 'en', isCertain: true }
  return { language: found.language === '' ? null : found.language, isCertain: found.isReliable() }
}

/** Words of a text that is too short to be recognised by its letters. */
const short = 5

type Detector = typeof import('eld/extrasmall').eld

let loaded: Detector | undefined

/** Its data takes 80 MB of memory, so only a program that reads a text of unknown language loads it. */
function detector(): Detector {
  if (loaded) return loaded
  const require = createRequire(import.meta.url)
  const library: typeof import('eld/extrasmall') = require(
    fileURLToPath(import.meta.resolve('eld/extrasmall')),
  )
  loaded = library.eld
  return loaded
}

/** Frequent in English, and not in other languages that use the same letters. */
const common = new Set(
  `about again all and any are as at been but buy delivery did do does had has have here how i if into is it its just
  like made my never not of on only order out phone product purchase quality really service she should so some star stars than that
  the their them they this to too took us use very was we were what when where which who will with would you your`.split(
    /\s+/,
  ),
)
