import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { Command } from 'commander'
import {
  type Measured,
  type ReadTextRow,
  type SentimentStudy,
  studyTexts,
} from '../studies/sentiment/study.ts'
import { count, plural, print, printJson, printTable } from './output.ts'

interface Options {
  readonly texts: string
  readonly textColumn?: string
  readonly label?: string
  readonly out?: string
  readonly json?: boolean
}

/** `--json` lists so many texts; `--out` writes all. */
const mostListed = 10_000

export function register(program: Command): void {
  program
    .command('sentiment')
    .description('Read how the writers of the texts in a file felt; needs no warehouse')
    .requiredOption('--texts <file>', 'CSV, or a JSON object on each line; - for standard input')
    .option('--text-column <name>', 'the column of texts, or its number without a header')
    .option('--label <name>', 'a column that says how they felt, to measure against')
    .option('--out <file>', 'write what was found for each text, a JSON object on each line')
    .option('--json', 'print JSON')
    .action(async ({ texts, textColumn, label, out, json }: Options) => {
      const file = out === undefined ? null : createWriteStream(out)
      if (file) await once(file, 'open')
      const listed: object[] = []
      const study = await studyTexts(
        texts,
        { ...(textColumn !== undefined && { text: textColumn }), ...(label !== undefined && { label }) },
        async (row) => {
          if (json && listed.length < mostListed) listed.push(found(row))
          if (file && !file.write(`${JSON.stringify(found(row))}\n`)) await once(file, 'drain')
        },
      )
      if (file) {
        file.end()
        await once(file, 'finish')
      }
      if (json) printJson({ file: texts, ...study, texts: listed })
      else printStudy(study)
    })
}

function found({ line, label, reading }: ReadTextRow): object {
  const { language, feeling, unscoredBecause } = reading
  return {
    line,
    sentiment: feeling?.sentiment ?? null,
    score: feeling?.score ?? null,
    language,
    ...(unscoredBecause !== null && { unscoredBecause }),
    ...(label !== null && { label }),
  }
}

function printStudy({
  count: texts,
  columns,
  sentiments,
  unscored,
  languages,
  badRows,
  measured,
}: SentimentStudy): void {
  const write = (line: string) => print(`${line}\n`)
  write(`${plural(texts, 'text')} in column ${columns.text}`)
  printTable(
    ['sentiment', 'texts'],
    [
      ...Object.entries(sentiments),
      ...Object.entries(unscored).map(([why, n]) => [`unscored: ${why}`, n] as const),
    ],
  )
  const named = Object.entries(languages).slice(0, 8)
  write(`Languages: ${named.map(([language, n]) => `${language} ${count(n)}`).join(', ')}`)
  for (const { line, reason } of badRows.slice(0, 20)) write(`Left out, line ${line}: ${reason}`)
  if (badRows.length > 20) write(`and ${count(badRows.length - 20)} more lines`)
  if (measured) printMeasured(measured, columns.label)
}

function printMeasured(measured: Measured, label: string | null): void {
  const write = (line: string) => print(`${line}\n`)
  const { accuracy, macroF1, labels, confusion, decided, scale, unknownLabels } = measured
  write(`\nMeasured against ${label ?? 'the labels'} (${scale}), ${plural(measured.count, 'text')}:`)
  write(`accuracy ${accuracy.toFixed(4)}, macro F1 ${macroF1.toFixed(4)}`)
  write(
    `${(100 * decided.share).toFixed(1)} % are labelled and found positive or negative, ` +
      `${decided.accuracy === null ? 'none' : `${(100 * decided.accuracy).toFixed(1)} %`} of them rightly`,
  )
  const kinds = ['positive', 'neutral', 'negative', 'unscored']
  printTable(
    ['label', ...kinds.map((kind) => `found ${kind}`), 'precision', 'recall', 'F1'],
    Object.entries(labels).map(([name, { precision, recall, f1 }]) => [
      name,
      ...kinds.map((kind) => confusion[name]?.[kind] ?? 0),
      precision.toFixed(4),
      recall.toFixed(4),
      f1.toFixed(4),
    ]),
  )
  const unknown = Object.entries(unknownLabels)
  if (unknown.length > 0)
    write(`Labels that are not understood: ${unknown.map(([name, n]) => `"${name}" ${count(n)}`).join(', ')}`)
}
