import type { ClientBase } from 'pg'
import { ClienteleError } from '#engine'
import { escapeText } from '../engine/loading/encoder.ts'
import { CopyInto } from '../engine/postgres/copy.ts'
import { openCsvRows } from './csv-rows.ts'

/** Accepted headers for the first record, the second record, and whether they are one person. */
const headers = {
  a: ['record_a', 'record_key_a', 'unique_id_l', 'id_l'],
  b: ['record_b', 'record_key_b', 'unique_id_r', 'id_r'],
  score: ['score', 'clerical_match_score', 'is_match', 'label', 'verdict'],
}
const words: ReadonlyMap<string, boolean> = new Map([
  ['same', true],
  ['true', true],
  ['match', true],
  ['different', false],
  ['false', false],
  ['non-match', false],
])

/**
 * Loads labelled pairs into the temporary table `labelled (a, b, is_same)`, with records as the file names them. A
 * score of at least 0.5, or a word such as `same`, means one person; `unsure` is left out.
 *
 * Errors: `labels-unreadable`.
 */
export async function loadLabels(client: ClientBase, path: string): Promise<void> {
  await client.query(
    'create temp table labelled (a text not null, b text not null, is_same boolean not null) on commit drop',
  )
  const { names, rows } = await openCsvRows(path)
  const at = (of: keyof typeof headers) => columnAt(path, names, of)
  const [a, b, score] = [at('a'), at('b'), at('score')]
  const copy = new CopyInto(client, 'copy labelled from stdin')
  for await (const block of rows) {
    const lines = block.flatMap((cells) => {
      const isSame = readScore(path, cells[score] ?? '')
      if (isSame === null) return []
      return [`${escapeText(cells[a] ?? '')}\t${escapeText(cells[b] ?? '')}\t${isSame}\n`]
    })
    await copy.write(lines.join(''))
  }
  await copy.end()
}

function columnAt(path: string, names: readonly string[], of: keyof typeof headers): number {
  const found = headers[of].map((name) => names.indexOf(name)).find((at) => at >= 0)
  if (found !== undefined) return found
  throw new ClienteleError(
    'labels-unreadable',
    `${path} has no column named ${headers[of].join(', ')}. Labels need two columns of records and one that says ` +
      'whether they are one person: record_a, record_b, score.',
    { path, columns: [...names] },
  )
}

function readScore(path: string, text: string): boolean | null {
  const word = words.get(text.toLowerCase())
  if (word !== undefined) return word
  if (text === '' || text.toLowerCase() === 'unsure') return null
  const number = Number(text)
  if (number >= 0 && number <= 1) return number >= 0.5
  throw new ClienteleError(
    'labels-unreadable',
    `${path} has the score ${text}. Write a number from 0 to 1, or same, different or unsure.`,
    { path, score: text },
  )
}
