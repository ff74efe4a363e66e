/** How commands write to the terminal: text for people, one JSON document for machines. */
import { company } from '#settings'

export function printJson(document: unknown): void {
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`)
}

/** Prints a table. Columns are as wide as their longest cell, and numbers are right-aligned. */
export function printTable(header: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const cells = [header, ...rows].map((row) =>
    row.map((cell) => (typeof cell === 'number' ? count(cell) : cell)),
  )
  const widths = header.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)))
  const isNumber = header.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number'))
  for (const row of cells) {
    const line = row.map((cell, i) =>
      isNumber[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
    )
    process.stdout.write(`${line.join('  ').trimEnd()}\n`)
  }
}

/** Formats a whole number in the locale of the settings, as in 541,909. */
export function count(number: number): string {
  return number.toLocaleString(company.locale)
}

/** `1 row`, `2 rows`. */
export function plural(number: number, noun: string, nouns = `${noun}s`): string {
  return `${count(number)} ${number === 1 ? noun : nouns}`
}

export function seconds(duration: number): string {
  return duration < 60
    ? `${duration.toFixed(1)} s`
    : `${Math.floor(duration / 60)} min ${Math.round(duration % 60)} s`
}
