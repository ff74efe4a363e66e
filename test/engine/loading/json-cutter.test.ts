import fc from 'fast-check'
import { expect, test } from 'vitest'
import { JsonCutter, type JsonLayout } from '../../../engine/loading/json/cutter.ts'

function cut(chunks: readonly Buffer[], layout: JsonLayout) {
  const cutter = new JsonCutter(layout)
  const pieces = chunks.flatMap((chunk) => [...cutter.read(chunk)])
  return [...pieces, ...cutter.end()].map(({ bytes, line, problems }) => {
    return [line, problems?.[0].message ?? null, bytes.toString('utf8')]
  })
}

const layout = fc.constantFrom<JsonLayout>('values', 'array', { member: 'data' })
const value = fc.jsonValue({ maxDepth: 2 }).map((json) => JSON.stringify(json, null, 1))
const text = fc.oneof(
  fc.array(value).map((values) => `[${values.join(',\n')}]`),
  fc.array(value).map((values) => `{"before":[1],\n"data" :\n[${values.join(', ')}],"next":{}}`),
  fc.constantFrom('{', '}', '[', ']', ',', '"', '\\', '\n', '"data":[', 'é', '7'),
)

test('the records do not depend on how the file is divided into chunks', () => {
  fc.assert(
    fc.property(fc.array(text), layout, fc.integer({ min: 1, max: 9 }), (texts, layout, size) => {
      const whole = Buffer.from(texts.join(''))
      const count = Math.ceil(whole.length / size)
      const chunks = Array.from({ length: count }, (_, at) => whole.subarray(at * size, (at + 1) * size))
      expect(cut(chunks, layout)).toEqual(cut([whole], layout))
    }),
    { numRuns: 1000 },
  )
})

test('every record of a valid file is found, with its line', () => {
  fc.assert(
    fc.property(fc.array(value), (values) => {
      const array = `[\n${values.join(',\n')}\n]`
      let line = 2
      const expected = values.map((json) => {
        const found = [line, null, json]
        line += json.split('\n').length
        return found
      })
      const trimmed = ([line, problem, json = '']: (string | number | null)[]) => [
        line,
        problem,
        `${json}`.trim(),
      ]
      expect(cut([Buffer.from(array)], 'array').map(trimmed)).toEqual(expected)
      expect(cut([Buffer.from(`{"data":${array}}`)], { member: 'data' }).map(trimmed)).toEqual(expected)
    }),
  )
})

test('a record of more than 16 MB is cut, and a long text before or after the records loses none', () => {
  const long = Buffer.alloc(17e6, 'x')
  const chunks = [
    '{"data":[{"id":1},{"id":"',
    long,
    '"},{"id":2}],"next":"',
    long,
    '"}\n{"a":"',
    long,
    '","data":[3]}',
  ]
  const found = cut(
    chunks.map((chunk) => Buffer.from(chunk)),
    { member: 'data' },
  )
  expect(found.map(([line, problem, bytes]) => [line, problem, String(bytes).length])).toEqual([
    [1, null, 8],
    [1, 'more than 16 MB', 65_536],
    [1, null, 8],
    [2, null, 1],
  ])
})
