import { clean } from './written.ts'

export type BirthDateQuality = 'given' | 'suspect' | 'refused' | 'missing'

export interface BirthDate {
  /** ISO 8601. */
  readonly birth_date: string | null
  /** suspect: 1 January, the year 1900, or a guessed century that would make the person a child. */
  readonly birth_date_quality: BirthDateQuality
}

export interface BirthDateRules {
  /** ISO 3166-1. Decides whether 03/04/1980 is in April or in March. */
  readonly region: string
  /** Ages are computed for this day (ISO 8601): birth dates after it, or too long before it, are invalid. */
  readonly today: string
}

const missing: BirthDate = { birth_date: null, birth_date_quality: 'missing' }
const refused: BirthDate = { birth_date: null, birth_date_quality: 'refused' }

/** Regions in which people write the month first. */
const monthFirst: ReadonlySet<string> = new Set(['US', 'PR', 'GU', 'VI', 'AS', 'MP', 'FM', 'MH', 'PW', 'PH'])

/** Whether people in a region write 12/31/1980 for 31 December 1980. */
export function writesMonthFirst(region: string): boolean {
  return monthFirst.has(region)
}

const oldest = 120
const dayInMilliseconds = 86_400_000

interface Parts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly isCenturyGuessed: boolean
}

export function normaliseBirthDate(written: string | null, rules: BirthDateRules): BirthDate {
  const text = clean(written)
  if (text === null || /^[0\s./-]+$/.test(text)) return missing
  const parts = partsOf(text.toLowerCase(), rules)
  if (!parts) return refused
  const { year, month, day } = parts
  const date = new Date(Date.UTC(year, month - 1, day))
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day)
    return refused
  const birth_date = date.toISOString().slice(0, 10)
  const age = ageOn(rules.today, birth_date)
  if (birth_date > rules.today || (age > oldest && year !== 1900)) return refused
  const isSuspect = birth_date.endsWith('-01-01') || year === 1900 || (parts.isCenturyGuessed && age < 16)
  return { birth_date, birth_date_quality: isSuspect ? 'suspect' : 'given' }
}

function partsOf(text: string, rules: BirthDateRules): Parts | null {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ].*)?$/.exec(text)
  if (iso) return inOrder(iso[1], iso[2], iso[3], rules)
  const numbers = /^(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4}|\d{2})\.?(?: [\d:.]+)?$/.exec(text)
  if (numbers) return dayAndMonth(numbers[1], numbers[2], numbers[3], rules)
  if (/^(?:1[89]|20)\d{6}$/.test(text))
    return inOrder(text.slice(0, 4), text.slice(4, 6), text.slice(6), rules)
  if (/^\d{8}$/.test(text)) return dayAndMonth(text.slice(0, 2), text.slice(2, 4), text.slice(4), rules)
  if (/^-?\d{9,13}$/.test(text)) return sinceEpoch(Number(text))
  return withMonthName(text, rules)
}

function dayAndMonth(
  first: string | undefined,
  second: string | undefined,
  year: string | undefined,
  rules: BirthDateRules,
): Parts | null {
  const isMonthFirst = writesMonthFirst(rules.region) ? Number(first) <= 12 : Number(second) > 12
  return isMonthFirst ? inOrder(year, first, second, rules) : inOrder(year, second, first, rules)
}

/** Milliseconds at midnight UTC, as CRMs export days. */
function sinceEpoch(milliseconds: number): Parts | null {
  if (milliseconds % dayInMilliseconds !== 0) return null
  const date = new Date(milliseconds)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    isCenturyGuessed: false,
  }
}

const monthNames = monthsInManyLanguages()

/** Each month's name: in full, short, and next to a day, where some languages inflect it: 'kwiecień', '3 kwietnia'. */
function monthsInManyLanguages(): ReadonlyMap<string, number> {
  const names = new Map([
    ['sept', 9],
    ['mrz', 3],
  ])
  for (const language of ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'sv', 'da', 'pl']) {
    for (const options of [
      { month: 'long' },
      { month: 'short' },
      { month: 'long', day: 'numeric' },
    ] as const) {
      const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' })
      for (let month = 1; month <= 12; month++) {
        const parts = format.formatToParts(Date.UTC(2000, month - 1, 1))
        const name = monthKey(parts.find((part) => part.type === 'month')?.value ?? '')
        if (!names.has(name)) names.set(name, month)
      }
    }
  }
  return names
}

function monthKey(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^\p{Ll}]/gu, '')
}

/** '3rd April 1980', 'April 3, 1980', '3. Apr. 80', '3-APR-1980', 'Thursday, 3 April 1980'. */
function withMonthName(text: string, rules: BirthDateRules): Parts | null {
  const words = text.match(/\p{L}+\p{M}*|\d+/gu) ?? []
  const numbers = words.filter((word) => /^\d+$/.test(word))
  const month = words.map((word) => monthNames.get(monthKey(word))).find((m) => m !== undefined)
  const [first, second] = numbers
  if (month === undefined || first === undefined || second === undefined || numbers.length > 2) return null
  const [day, year] = first.length === 4 ? [second, first] : [first, second]
  return day.length <= 2 ? inOrder(year, String(month), day, rules) : null
}

/** A year of two digits means the latest such year that is not in the future. */
function inOrder(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  { today }: BirthDateRules,
): Parts | null {
  if (year?.length !== 2 && year?.length !== 4) return null
  const isCenturyGuessed = year.length === 2
  const thisYear = Number(today.slice(0, 4))
  const inThisCentury = thisYear - (thisYear % 100) + Number(year)
  const full = isCenturyGuessed
    ? inThisCentury > thisYear
      ? inThisCentury - 100
      : inThisCentury
    : Number(year)
  return { year: full, month: Number(month), day: Number(day), isCenturyGuessed }
}

function ageOn(today: string, birth: string): number {
  const years = Number(today.slice(0, 4)) - Number(birth.slice(0, 4))
  return today.slice(5) < birth.slice(5) ? years - 1 : years
}
