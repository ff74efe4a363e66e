/*
 * Signs that a row is not what it seems: no record at all, or several records that a stray quote joined.
 */

const totalWord =
  /^(?:grand |sub-?)?(?:total|totals|sum|summe|gesamt|gesamtsumme|insgesamt|totaal|totale|totaux|somme|suma|soma|summa|итого|合計)(?:\s*[:(].*)?$/iu
/** `1,234.50`, `£12`, `EUR 7`, `5 %`. */
const amount = /^[-+(]?\s*(?:\p{Sc}|[A-Z]{3}\s)?\s*\d[\d.,'’\s]*\)?\s*(?:\p{Sc}|[A-Z]{3}|%)?$/u

/** Spreadsheets save rows of empty cells below the last one that ever had a value. */
export function isBlank(line: string, delimiter: string): boolean {
  for (let at = 0; at < line.length; at++) {
    const character = line[at]
    if (character !== delimiter && character !== ' ' && character !== '\r' && character !== '"') return false
  }
  return true
}

/** Whether the row adds up the others: the word for a total, and then numbers or nothing. */
export function isTotal(cells: readonly string[]): boolean {
  const first = cells.findIndex((cell) => cell !== '')
  const word = cells[first]?.trim() ?? ''
  if (word.length < 3 || word.length > 40 || !totalWord.test(word)) return false
  const others = cells.filter((_, at) => at !== first)
  return others.length > 0 && others.every((cell) => cell.trim() === '' || amount.test(cell.trim()))
}

/**
 * Whether a stray quote has probably swallowed whole rows: without their quotes, the first line of the row and a later one
 * have as many cells as the header, and their first cells look alike.
 */
export function hasSwallowed(lines: readonly string[], delimiter: string, width: number): boolean {
  const [first = '', ...others] = lines.map((line) => line.replaceAll('"', '').split(delimiter))
  if (width < 2 || first.length !== width) return false
  const shape = shapeOf(first[0])
  return others.some((cells) => cells.length === width && shapeOf(cells[0]) === shape)
}

/** `R-1041` and `R-9` look alike. */
function shapeOf(cell = ''): string {
  return cell
    .trim()
    .replace(/\p{L}+/gu, 'a')
    .replace(/\p{N}+/gu, '0')
}
