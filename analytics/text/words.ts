/** A word of a text as it is written, and in lower case with a plain apostrophe. */
export interface Word {
  readonly written: string
  readonly lower: string
  /** Number of the clause it is in: one ends at punctuation, and before words such as `but`. */
  readonly clause: number
  readonly sentence: number
  /** Whether the sentence is a question. */
  readonly isAsked: boolean
}

/** A text taken apart, in its order. Signs are smileys, emoji and the like. */
export interface TextParts {
  readonly words: readonly Word[]
  readonly signs: readonly string[]
  readonly exclamations: number
}

const turns = new Set(['but', 'however', 'though', 'although', 'except', 'yet', 'nevertheless'])
const token =
  /(?<word>[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*)|(?<sign>\p{Extended_Pictographic}\ufe0f?)|(?<stop>[.!?;:,()…]+|\n|--)/gu

const entities: ReadonlyMap<string, string> = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&#39;', "'"],
  ['&apos;', "'"],
  ['&nbsp;', ' '],
  ['&amp;', '&'],
])

/** A text without markup, links, addresses and the names of accounts; `&lt;3` and `&#39;` are what they stand for. */
export function withoutMarkup(text: string): string {
  return text
    .replace(/<[^<>]{1,200}>|https?:\/\/\S+|www\.\S+|\S+@\S+\.\S+|(?<![\p{L}\p{N}@])@[\p{L}\p{N}_]+/giu, ' ')
    .replace(/&(?:lt|gt|quot|apos|nbsp|amp|#39);/gi, (entity) => entities.get(entity.toLowerCase()) ?? entity)
}

/** Takes a text apart; `isSign` says which runs of characters are signs as they are. */
export function partsOf(text: string, isSign: (run: string) => boolean): TextParts {
  const signs: string[] = []
  const spelled = text.normalize('NFC').replace(/(?<![\d/])(\d{1,2})\/(5|10)(?![\d/])/g, '$1 out of $2')
  const written = spelled.replace(/\S+/g, (run) => {
    const sign = [run, run.replace(/[.,!?]+$/, '')].find(isSign)
    if (sign === undefined) return run
    signs.push(sign)
    return run.slice(sign.length)
  })
  const words: { written: string; lower: string; clause: number; sentence: number; isAsked: boolean }[] = []
  let clause = 0
  let exclamations = 0
  let sentence = 0
  let from = 0
  for (const { groups } of written.matchAll(token)) {
    if (groups?.word !== undefined) {
      const lower = groups.word.toLowerCase().replaceAll('’', "'")
      if (turns.has(lower)) clause++
      words.push({ written: groups.word, lower, clause, sentence, isAsked: false })
    } else if (groups?.sign !== undefined) signs.push(groups.sign)
    else if (groups?.stop !== undefined) {
      const { stop } = groups
      clause++
      exclamations += stop.split('!').length - 1
      if (stop.includes('?')) for (const word of words.slice(from)) word.isAsked = true
      if (!/[.!?…\n]/.test(stop)) continue
      sentence++
      from = words.length
    }
  }
  return { words, signs, exclamations }
}
