import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readQuotedRecord } from '../../../engine/loading/csv/cells.ts'

function readAll(text: string, delimiter: string): string[][] | null {
  const lines = text.split('\n')
  const records: string[][] = []
  for (let index = 0; index < lines.length; ) {
    if (lines[index] === '' || lines[index] === '\r') {
      index += 1
      continue
    }
    const record = readQuotedRecord(lines, index, delimiter)
    if (record.kind !== 'record') return null
    records.push(record.cells)
    index = record.next
  }
  return records
}

function readByLibrary(text: string, delimiter: string): string[][] | null {
  try {
    return parse(text, {
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ['\n', '\r\n'],
    })
  } catch {
    return null
  }
}

const cell = fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', ';', '"', '\n', "'", '\\'), maxLength: 6 })

test('quoted records are read back unchanged', () => {
  const write = (cells: string[]) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1 }),
      fc.constantFrom('\n', '\r\n'),
      (records, newline) => {
        expect(readAll(records.map(write).join(newline), ',')).toEqual(records)
      },
    ),
  )
})

test('any text is read as csv-parse reads it, and refused if csv-parse refuses it', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ',', '"', '\n'), maxLength: 20 })
  fc.assert(
    fc.property(text, (content) => {
      expect(readAll(content, ',')).toEqual(readByLibrary(content, ','))
    }),
    { numRuns: 1500 },
  )
})
