/**
 * How commands write to the terminal: text for people, JSON for machines. Nothing else in `cli` writes to it, because
 * values from records, files and other programs may hold characters that a terminal obeys.
 */
import { createInterface, type Interface } from 'node:readline/promises'
import { company } from '#settings'
import { printable } from '../bin/printable.mjs'

export { printable }

export function print(text: string): void {
  process.stdout.write(printable(text))
}

export function printError(text: string): void {
  process.stderr.write(printable(text))
}

/** Writes over the line that was written before; an empty one leaves nothing. */
export function overwriteLine(line: string): void {
  process.stderr.write(`\r\u001b[2K${printable(line)}`)
}

/** For questions of ours, and answers that people type. */
export function openTerminal(): Interface {
  return createInterface({ input: process.stdin, output: process.stdout })
}

export function printJson(document: unknown): void {
  print(`${JSON.stringify(document, null, 2)}\n`)
}

/** One line of JSON, for programs that read while the command works. */
export function printEvent(event: object): void {
  print(`${JSON.stringify(event)}\n`)
}

/** Prints a table. Columns are as wide as their longest cell, and numbers are right-aligned. */
export function printTable(header: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const cells = [header, ...rows].map((row) =>
    row.map((cell) => (typeof cell === 'number' ? count(cell) : onOneLine(cell))),
  )
  const widths = header.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)))
  const isNumber = header.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number'))
  for (const row of cells) {
    const line = row.map((cell, i) =>
      isNumber[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
    )
    print(`${line.join('  ').trimEnd()}\n`)
  }
}

/** A cell with line ends would look like further rows. */
function onOneLine(cell: string): string {
  return printable(cell).replaceAll('\n', '\\n').replaceAll('\t', '\\t')
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
