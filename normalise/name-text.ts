import { junkNameWords } from './data/junk-words.ts'
import { isJunkName, type JunkRules } from './junk.ts'
import { clean } from './written.ts'

export interface WrittenTexts {
  readonly given: string | null
  readonly family: string | null
  readonly full: string | null
}

/** The texts of the fields; null for what names nobody, such as 'Walk-in' or the two fields 'Guest' and 'User'. */
export function knownTexts({ given, family, full }: WrittenTexts, rules: JunkRules) {
  const [first, last, whole] = [person(given), person(family), person(full)]
  const parts = [first, last].filter((part) => part !== null).join(' ')
  const isJunk = isJunkName(parts, rules)
  const isWholeJunk = whole !== null && isJunkName(whole, rules)
  return [isJunk ? null : first, isJunk ? null : last, isWholeJunk ? null : whole] as const
}

/** Cleaned, without text in brackets; null if it has no letter or is an address. */
function person(text: string | null): string | null {
  const name = (isNameLikeJunk(text) ? text.trim() : clean(withoutJunk(text)))
    ?.replace(/[([{"“„«][^)\]}"”»]*[)\]}"”»]/g, ' ')
    .replace(/[()[\]{}"“”„«»<>*_|\\^~;:!?]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (!name || !/\p{L}/u.test(name) || name.includes('@')) return null
  return isNameLikeJunk(name) ? name : clean(name)
}

/** Christopher Null, Li Na and Nan Goldin are people; 'null', 'NA' and 'NaN' are not. */
function isNameLikeJunk(text: string | null): text is string {
  return text !== null && /^\s*(?:Null|Na|Nan)\s*$/.test(text)
}

/** Without words of a program: 'Anna undefined' is Anna. */
function withoutJunk(text: string | null): string | null {
  if (text === null) return null
  const words = text.split(' ')
  return words.some((word) => junkNameWords.has(word))
    ? words.filter((word) => !junkNameWords.has(word)).join(' ')
    : text
}
