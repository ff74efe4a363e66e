import {
  capitalParticles,
  credentials,
  dottedHonorifics,
  generations,
  honorifics,
  joiners,
  particles,
} from './data/name-words.ts'
import { nicknames } from './data/nicknames.ts'
import { type JunkRules, junkRules } from './junk.ts'
import { knownTexts } from './name-text.ts'
import { capitalised, clean, folded, isOneCase } from './written.ts'

export interface WrittenName {
  readonly title: string | null
  readonly given: string | null
  readonly family: string | null
  /** Used for parts that `given` and `family` lack. */
  readonly full: string | null
}

export interface Name {
  readonly full_name: string | null
  readonly given_name: string | null
  readonly family_name: string | null
  readonly name_suffix: string | null
  /** First given name in Latin letters, with nicknames replaced by the full name. */
  readonly given_name_match: string | null
  /** Family name in Latin letters, without spaces, hyphens and apostrophes. */
  readonly family_name_match: string | null
}

/** A part of a name as words; `title` says whether honorifics came before them. */
interface Words {
  readonly words: readonly string[]
  readonly suffix: string | null
  readonly title: boolean
}

const productRules = junkRules()

export function normaliseName(written: WrittenName, rules: JunkRules = productRules): Name {
  const [givenField, familyField, full] = knownTexts(written, rules)
  // the whole name is in one field: 'Smith, John'
  const single = givenField === null ? familyField : familyField === null ? givenField : null
  const isWhole = single?.includes(',') ?? false
  const whole = isWhole ? single : full
  const [givenText, familyText] = isWhole ? [null, null] : [givenField, familyField]
  const given = wordsOf(givenText)
  const family = wordsOf(familyText)
  const all = whole === null ? null : splitName(whole, clean(written.title) !== null)
  const parts = complete(given.words, family.words, all)
  // the parts may again start with a title or end with a suffix: 'Smith Dr'
  const [first, last] = [again(parts.given), again(parts.family)]
  const suffix = family.suffix ?? given.suffix ?? all?.suffix ?? last.suffix ?? first.suffix
  const given_name = cased(first.words, last.words, false)
  const family_name = cased(last.words, first.words, true)
  return {
    full_name: joined(given_name, family_name, suffix),
    given_name,
    family_name,
    name_suffix: given_name || family_name ? suffix : null,
    given_name_match: given_name && givenMatch(given_name),
    family_name_match: family_name && (withoutUmlauts(folded(family_name)) || null),
  }
}

interface Split {
  readonly given: readonly string[]
  readonly family: readonly string[]
  readonly suffix: string | null
}

function splitName(text: string, hasTitle: boolean): Split {
  const parts = text.split(',').map((part, index) => wordsOf(part, index > 0))
  const suffix = parts.find((part) => part.suffix)?.suffix ?? null
  const named = parts.filter((part) => part.words.length > 0)
  const [first, ...others] = named
  if (!first) return { given: [], family: [], suffix }
  if (others.length > 0) return { family: first.words, given: others.flatMap((part) => part.words), suffix }
  const { words } = first
  const script = eastAsian(words)
  if (script) return { ...script, suffix }
  if (words.length === 1 && (hasTitle || first.title)) return { given: [], family: words, suffix }
  const from = familyStart(words)
  return { given: words.slice(0, from), family: words.slice(from), suffix }
}

/** Splits off the last word with the particles before it: 'Vincent | van Gogh', 'José | Ortega y Gasset'. */
function familyStart(words: readonly string[]): number {
  let from = Math.max(words.length - 1, 1)
  while (from > 1 && particles.has(keyOf(words[from - 1] ?? ''))) {
    from -= joiners.has(keyOf(words[from - 1] ?? '')) && from > 2 ? 2 : 1
  }
  return from
}

/** In Chinese and Korean the family name comes first and has one character; in Japanese a space ends it. */
function eastAsian(words: readonly string[]): { given: string[]; family: string[] } | null {
  const [first = '', second] = words
  if (!words.every(isEastAsian) || words.length > 2) return null
  if (second !== undefined) return { family: [first], given: [second] }
  const characters = [...first]
  if (characters.length < 2 || characters.length > 3 || /[\p{sc=Hira}\p{sc=Kana}]/u.test(first)) return null
  return { family: characters.slice(0, 1), given: [characters.slice(1).join('')] }
}

function isEastAsian(word: string): boolean {
  return /^[\p{sc=Han}\p{sc=Hang}\p{sc=Hira}\p{sc=Kana}]+$/u.test(word)
}

/** Removes honorifics before the words and suffixes after them. After a comma, all words may be suffixes. */
function wordsOf(text: string | null, afterComma = false): Words {
  const words = (text ?? '')
    .replace(/,/g, ' ')
    .split(' ')
    .filter((word) => /[\p{L}\p{N}]/u.test(word) || word === '&')
  let [from, to] = [0, words.length]
  while (from < to && isHonorific(words[from] ?? '', words[from + 1])) from++
  let suffix: string | null = null
  while (to > from + 1 || (to > from && (from > 0 || afterComma))) {
    const key = keyOf(words[to - 1] ?? '')
    const generation = generations.get(key)
    if (!generation && !credentials.has(key)) break
    suffix = generation ?? suffix
    to--
  }
  return { words: words.slice(from, to), suffix, title: from > 0 }
}

function again(words: readonly string[]): Words {
  return wordsOf(words.join(' '))
}

function isHonorific(word: string, next: string | undefined): boolean {
  const key = keyOf(word)
  if (key === '&' || key === 'and') return true
  if (!honorifics.has(key)) return false
  return !dottedHonorifics.has(key) || (word.endsWith('.') && next !== undefined && next.length > 2)
}

function keyOf(word: string): string {
  return word.toLowerCase().replace(/\./g, '')
}

/** Takes the two fields, and fills what they lack from the whole name. */
function complete(
  given: readonly string[],
  family: readonly string[],
  all: Split | null,
): { given: readonly string[]; family: readonly string[] } {
  if (!all || (given.length > 0 && family.length > 0)) return { given, family }
  if (given.length === 0 && family.length === 0) return all
  const whole = [...all.given, ...all.family]
  const rest = (part: readonly string[]) => {
    const keys = new Set(part.map(folded))
    return whole.some((word) => keys.has(folded(word))) ? whole.filter((word) => !keys.has(folded(word))) : []
  }
  return given.length > 0 ? { given, family: rest(given) } : { given: rest(family), family }
}

/** Case is corrected only if all letters have the same case: 'DeVito' and 'MacLeod' stay unchanged. */
function cased(words: readonly string[], others: readonly string[], isFamily: boolean): string | null {
  const text = words.join(' ')
  if (!/\p{L}/u.test(text)) return null
  if (!isOneCase(text) || (!isFamily && isInitials(text, others))) return text
  return words
    .map((word, index) => {
      const key = word.toLowerCase()
      const isParticle = particles.has(key) && !capitalParticles.has(key)
      return isParticle && (isFamily ? index < words.length - 1 : index > 0) ? key : capitalised(word)
    })
    .join(' ')
}

/** Initials: 'JP Smith' must not become 'Jp Smith'. */
function isInitials(text: string, others: readonly string[]): boolean {
  return /^[B-DF-HJ-NP-TV-Z]{2}$/.test(text) && !isOneCase(others.join(' '))
}

function joined(given: string | null, family: string | null, suffix: string | null): string | null {
  if (given && family && isEastAsian(given) && isEastAsian(family)) return family + given
  return given || family ? [given, family, suffix].filter((part) => part).join(' ') : null
}

function givenMatch(given: string): string | null {
  const first = given.split(' ').find((word) => folded(word) !== '') ?? ''
  const key = /^(?:\p{L}\.)+\p{L}?$/u.test(first) ? folded(first).slice(0, 1) : folded(first)
  return withoutUmlauts(nicknames.get(key) ?? key) || null
}

/** 'juergen' as German writes 'Jürgen' without the letter ü becomes 'jurgen', which 'Jürgen' is folded to. */
function withoutUmlauts(name: string): string {
  return name.replace(/(?<=^|[b-df-hj-npr-tv-z])([aou])e(?=[b-df-hjkmnp-tv-z]|ll)/g, '$1')
}
