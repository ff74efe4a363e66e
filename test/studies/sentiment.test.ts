import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { classified } from '../../analytics/text/classified.ts'
import { meaningOf } from '../../studies/sentiment/labels.ts'
import { type ReadTextRow, studyTexts } from '../../studies/sentiment/study.ts'
import { ratedSentences } from '../analytics/text/rated-sentences.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clientele-texts-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function fileOf(content: string, name = 'texts'): Promise<string> {
  const path = join(folder, `${name}-${Math.random()}`)
  await writeFile(path, content)
  return path
}

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
const labelled = ratedSentences.map(({ text, sentiment }) => ({ text, sentiment }))

describe('the same texts in any form give the same study', () => {
  const forms: Readonly<Record<string, { content: string; text?: string; label: string }>> = {
    'CSV with a header': {
      content: [
        'id,review,rating',
        ...labelled.map(({ text, sentiment }, i) => `${i},${quoted(text)},${sentiment}`),
      ].join('\n'),
      label: 'rating',
    },
    'semicolons and an unusual name': {
      content: [
        'was_said;label',
        ...labelled.map(({ text, sentiment }) => `${quoted(text)};${sentiment}`),
      ].join('\r\n'),
      text: 'was_said',
      label: 'label',
    },
    'tabs without a header': {
      content: labelled.map(({ text, sentiment }) => `${text}\t${sentiment}`).join('\n'),
      label: '2',
    },
    'JSON lines': {
      content: labelled
        .map(({ text, sentiment }) => JSON.stringify({ comment: text, truth: sentiment }))
        .join('\n'),
      label: 'truth',
    },
    'a JSON array': {
      content: JSON.stringify(
        labelled.map(({ text, sentiment }) => ({ text, truth: sentiment })),
        null,
        1,
      ),
      label: 'truth',
    },
  }
  test.each(Object.entries(forms))('%s', async (_, { content, text, label }) => {
    const study = await studyTexts(await fileOf(content), { ...(text && { text }), label })
    expect(study.count).toBe(labelled.length)
    expect(study.badRows).toEqual([])
    expect(study.measured?.count).toBe(labelled.length)
    expect(study.measured?.accuracy).toBeGreaterThan(0.9)
    expect(study.measured?.macroF1).toBeGreaterThan(0.9)
  })
})

test('a quotation mark within a text does not lose the text', async () => {
  const rows: ReadTextRow[] = []
  const file = await fileOf('text\tlabel\nThe ear "clip" is awful\t0\nI love it\t1\n')
  const study = await studyTexts(file, { label: 'label' }, (row) => void rows.push(row))
  expect(rows.map(({ text, label }) => [text, label])).toEqual([
    ['The ear "clip" is awful', '0'],
    ['I love it', '1'],
  ])
  expect(study.measured?.accuracy).toBe(1)
})

test('a file without a column of texts is refused with its columns', async () => {
  const file = await fileOf('id,score\n1,2\n')
  await expect(studyTexts(file, {})).rejects.toThrow(/The columns are id, score.*--text-column/)
})

test.each([
  [
    ['0', '1'],
    ['negative', 'positive'],
  ],
  [
    ['1', '2'],
    ['negative', 'positive'],
  ],
  [
    ['-1', '0', '1'],
    ['negative', 'neutral', 'positive'],
  ],
  [
    ['0', '2', '4'],
    ['negative', 'neutral', 'positive'],
  ],
  [
    ['1', '2', '3', '4', '5'],
    ['negative', 'negative', 'neutral', 'positive', 'positive'],
  ],
  [
    ['1 star', '3 stars', '5 stars'],
    ['negative', 'neutral', 'positive'],
  ],
  [
    ['-2.5', '0', '3.1'],
    ['negative', 'neutral', 'positive'],
  ],
  [
    ['2', '5', '6', '9', '10'],
    ['negative', 'neutral', 'neutral', 'positive', 'positive'],
  ],
  [
    ['Pos', 'NEG', 'neutral'],
    ['positive', 'negative', 'neutral'],
  ],
  [
    ['good', 'whatever'],
    ['positive', null],
  ],
])('labels %s mean %s', (labels, meanings) => {
  const { meaning } = meaningOf(labels)
  expect(labels.map((label) => meaning.get(label))).toEqual(meanings)
})

test('accuracy and F1 are those of their definitions', () => {
  const counts = fc.integer({ min: 0, max: 20 })
  fc.assert(
    fc.property(counts, counts, counts, counts, (a, b, c, d) => {
      fc.pre(a + b > 0 && c + d > 0)
      const { accuracy, macroF1, labels } = classified({ x: { x: a, y: b }, y: { x: c, y: d } })
      expect(accuracy).toBeCloseTo((a + d) / (a + b + c + d))
      expect(labels.x?.f1).toBeCloseTo(a === 0 ? 0 : (2 * a) / (2 * a + b + c))
      expect(macroF1).toBeCloseTo(((labels.x?.f1 ?? 0) + (labels.y?.f1 ?? 0)) / 2)
    }),
  )
})

test('the command prints the measures, and writes each text', async () => {
  const file = await fileOf(
    'text,label\nI love it,1\nIt broke at once,0\nSehr gute Ware und schnell geliefert,1\n',
    'a.csv',
  )
  const out = join(folder, 'found.jsonl')
  const cli = join(import.meta.dirname, '..', '..', 'cli', 'main.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [
    cli,
    'sentiment',
    '--texts',
    file,
    '--label',
    'label',
    '--out',
    out,
  ])
  expect(stdout).toContain('3 texts in column text')
  expect(stdout).toContain('unscored: other language')
  expect(stdout).toContain('accuracy 0.6667')
  const lines = (await readFile(out, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.map(({ sentiment }) => sentiment)).toEqual(['positive', 'negative', null])
  expect(lines[2]).toMatchObject({ line: 4, language: 'de', unscoredBecause: 'other language', label: '1' })
})
