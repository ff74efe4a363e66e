import anyAscii from 'any-ascii'

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&apos;': "'",
  '&#39;': "'",
  '&#039;': "'",
  '&nbsp;': ' ',
}

/** What people and forms write if they have nothing to enter. */
const placeholders = new Set([
  ...['n/a', 'na', 'n.a.', 'none', 'null', 'nil', 'nan', 'unknown', 'undefined', 'not known', 'not provided'],
  ...['not given', 'not available', 'unspecified', 'missing', 'blank', 'no name', 'noname', 'tbc', 'tbd'],
  ...[
    'asdf',
    'qwerty',
    'xx',
    'xxx',
    'xxxx',
    'keine angabe',
    'unbekannt',
    'inconnu',
    'desconocido',
    'onbekend',
  ],
])

/**
 * Cleans text: composes Unicode, straightens quotes, collapses spaces, removes invisible characters, and decodes
 * HTML entities and UTF-8 that was read as Latin-1. Null if no letter or digit is left. Cleaning twice changes nothing.
 */
export function clean(written: string | null): string | null {
  if (written === null || written === '') return null
  let text = written
  // undoing one mistake can reveal another
  for (let before = ''; before !== text; ) {
    before = text
    text = text.slice(0, longest)
    if (!plainAscii.test(text)) text = repaired(text)
    if (text.includes('&')) text = text.replace(/&(?:amp|quot|apos|#0?39|nbsp);/g, (e) => entities[e] ?? e)
  }
  if (/\s\s|[^\S ]|^ | $/.test(text)) text = text.replace(/\s+/g, ' ').trim()
  if (!/[a-z0-9]/i.test(text) && !/[\p{L}\p{N}]/u.test(text)) return null
  return text.length < 15 && placeholders.has(text.toLowerCase()) ? null : text
}

/** No detail of a person is longer; longer text would only cost time. */
const longest = 1000

const plainAscii = /^[\x20-\x7e]*$/

function repaired(text: string): string {
  return undoneLatin1(text.toWellFormed())
    .replace(/[\u2018\u2019\u201b\u02bc\u00b4\u0060\uff07]/g, "'")
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .normalize('NFKC')
    .replace(/[\p{Cc}]/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cn}\ufffd]/gu, '')
    .normalize('NFKC')
}

/** 'JosÃ©' is 'José', written as UTF-8 and read as Latin-1. */
function undoneLatin1(text: string): string {
  return text.replace(
    /[\u00c2-\u00df][\u0080-\u00bf]|[\u00e0-\u00ef][\u0080-\u00bf]{2}|[\u00f0-\u00f4][\u0080-\u00bf]{3}/g,
    (bytes) => {
      const decoded = Buffer.from(bytes, 'latin1').toString('utf8')
      return decoded.includes('\ufffd') ? bytes : decoded
    },
  )
}

/** For comparing: only Latin letters and digits, in lower case. 'Đặng-O’Łuk' becomes 'dangoluk'. */
export function folded(text: string): string {
  if (plainAscii.test(text)) return text.toLowerCase().replace(/[^a-z0-9]+/g, '')
  const letters = text.replace(/[^\p{L}\p{M}\p{N}]+/gu, '')
  return anyAscii(letters)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '')
}

/** Whether all letters of a text have the same case, so that its case means nothing. */
export function isOneCase(text: string): boolean {
  const upper = text.toUpperCase()
  const lower = text.toLowerCase()
  return upper !== lower && (text === upper || text === lower)
}

/** 'MCDONALD' is 'McDonald', "o'brien-smith" is "O'Brien-Smith", 'ÉMILE' is 'Émile'. */
export function capitalised(word: string): string {
  if (/^(?!mc)[a-z]+$/i.test(word)) return word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase()
  const language = word.includes('İ') ? 'tr' : 'en'
  const lower = word.toLocaleLowerCase(language)
  if (lower.length !== word.length) return word
  return lower
    .replace(/(^|[-'./(])(\p{Ll})/gu, (whole, before: string, letter: string) =>
      letter.toLocaleUpperCase(language).length === 1 ? before + letter.toLocaleUpperCase(language) : whole,
    )
    .replace(/(^|-)Mc(\p{Ll})/gu, (_, before: string, letter: string) => `${before}Mc${letter.toUpperCase()}`)
    .replace(/(\p{L}\p{L})'([Ss])$/u, (_, before: string) => `${before}'s`)
}
