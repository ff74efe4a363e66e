import { type Classified, classified } from '../../analytics/text/classified.ts'
import { type Reading, readText } from '../../analytics/text/reading.ts'
import type { TextColumns, WrittenText } from './columns.ts'
import { meaningOf } from './labels.ts'
import { openTexts } from './texts.ts'

export interface ReadTextRow extends WrittenText {
  readonly reading: Reading
}

export interface SentimentStudy {
  readonly format: string
  readonly columns: { readonly text: string; readonly label: string | null }
  readonly count: number
  readonly sentiments: Readonly<Record<string, number>>
  readonly unscored: Readonly<Record<string, number>>
  readonly languages: Readonly<Record<string, number>>
  readonly badRows: readonly { readonly line: number; readonly reason: string }[]
  /** Null if no labels were asked for, or none is understood. */
  readonly measured: Measured | null
}

export interface Measured extends Classified {
  /** How the labels were read. */
  readonly scale: string
  readonly unknownLabels: Readonly<Record<string, number>>
  /** Counts by label and by what was found; unscored texts count as wrong. */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Of the texts that were found positive or negative and are labelled so: their share of all, and the share of right ones. */
  readonly decided: { readonly share: number; readonly accuracy: number | null }
}

/** Reads the texts of a file, and measures against its labels. Every row is handed to `each`. */
export async function studyTexts(
  file: string,
  columns: TextColumns,
  each: (row: ReadTextRow) => Promise<void> | void = () => {},
): Promise<SentimentStudy> {
  const opened = await openTexts(file, columns)
  const sentiments = new Map<string, number>()
  const unscored = new Map<string, number>()
  const languages = new Map<string, number>()
  const labelled = new Map<string, Map<string, number>>()
  const badRows: { line: number; reason: string }[] = []
  let count = 0
  for await (const written of opened.texts) {
    if (written.problem !== null) {
      badRows.push({ line: written.line, reason: written.problem })
      continue
    }
    count++
    const reading = readText(written.text)
    const found = reading.feeling?.sentiment ?? 'unscored'
    if (reading.unscoredBecause === null) add(sentiments, found)
    else add(unscored, reading.unscoredBecause)
    add(languages, reading.language ?? 'not recognised')
    if (written.label !== null) {
      const counts = labelled.get(written.label) ?? new Map<string, number>()
      add(counts, found)
      labelled.set(written.label, counts)
    }
    await each({ ...written, reading })
  }
  return {
    format: opened.format,
    columns: opened.columns,
    count,
    sentiments: Object.fromEntries(sentiments),
    unscored: Object.fromEntries(unscored),
    languages: Object.fromEntries([...languages].sort((a, b) => b[1] - a[1])),
    badRows,
    measured: labelled.size === 0 ? null : measuredBy(labelled),
  }
}

function measuredBy(labelled: ReadonlyMap<string, ReadonlyMap<string, number>>): Measured | null {
  const { meaning, scale } = meaningOf([...labelled.keys()].filter((label) => label !== ''))
  const confusion: Record<string, Record<string, number>> = {}
  const unknownLabels: Record<string, number> = {}
  for (const [label, counts] of labelled) {
    const sentiment = meaning.get(label) ?? null
    for (const [found, texts] of counts) {
      if (sentiment === null) unknownLabels[label] = (unknownLabels[label] ?? 0) + texts
      else {
        const row = confusion[sentiment] ?? {}
        row[found] = (row[found] ?? 0) + texts
        confusion[sentiment] = row
      }
    }
  }
  if (Object.keys(confusion).length === 0) return null
  const result = classified(confusion)
  const polar = (label: string, found: string) => confusion[label]?.[found] ?? 0
  const right = polar('positive', 'positive') + polar('negative', 'negative')
  const decided = right + polar('positive', 'negative') + polar('negative', 'positive')
  return {
    ...result,
    scale,
    unknownLabels,
    confusion,
    decided: { share: decided / result.count, accuracy: decided === 0 ? null : right / decided },
  }
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}
