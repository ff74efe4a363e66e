import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ClienteleError } from '#engine'
import { JsonCutter, type JsonLayout, type JsonPiece } from '../../../engine/loading/json/cutter.ts'
import { RecordShape } from '../../../engine/loading/json/recovery.ts'

type Piece = (string | number | null)[]

function cut(chunks: readonly Buffer[], layout: JsonLayout): Piece[] {
  const shape = new RecordShape()
  const cutter = new JsonCutter(layout, shape)
  const pieces: Piece[] = []
  const take = (found: Iterable<JsonPiece>) => {
    for (const { bytes, line, problems } of found) {
      const text = bytes.toString('utf8')
      pieces.push([line, problems?.[0].message ?? null, text])
      if (!problems) shape.learn(parsed(text))
    }
  }
  for (const chunk of chunks) take(cutter.read(chunk))
  take(cutter.end())
  return pieces
}

/** The pieces, or the error that refuses the file. */
function cutOrRefuse(chunks: readonly Buffer[], layout: JsonLayout): Piece[] | string {
  try {
    return cut(chunks, layout)
  } catch (error) {
    if (error instanceof ClienteleError) return error.message
    throw error
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function inChunks(whole: Buffer, size: number): Buffer[] {
  const count = Math.ceil(whole.length / size)
  return Array.from({ length: count }, (_, at) => whole.subarray(at * size, (at + 1) * size))
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
      expect(cutOrRefuse(inChunks(whole, size), layout)).toEqual(cutOrRefuse([whole], layout))
    }),
    { numRuns: 600 },
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

test('a stray bracket that makes one list of all records does not make one broken record of them', () => {
  const records = '{"id":1,"tier":"gold"},{"id":2,"tier":"gold"},{"id":3,"tier":"gold"}'
  for (const [file, layout] of [
    [`[[${records}]`, 'array'],
    [`[{"id":0,"tier":"gold"},[${records}]`, 'array'],
    [`{"data":[[${records}],"next":null}`, { member: 'data' }],
  ] as const) {
    expect(cutOrRefuse([Buffer.from(file)], layout)).toContain('cannot be divided into records')
  }
  // one odd record in a file that is whole is one odd record
  expect(cut([Buffer.from(`[{"id":0},[{"id":1}],{"id":2}]`)], 'array')).toHaveLength(3)
})

interface Member {
  readonly id: number
  readonly tier: string
  readonly address: { readonly street: string; readonly codes: readonly { readonly code: string }[] }
}

const member: fc.Arbitrary<Omit<Member, 'id'>> = fc.record({
  tier: fc.constantFrom('gold', 'a "quoted" one', '},{', ',"id":7,', ''),
  address: fc.record({
    street: fc.string({ maxLength: 8 }),
    codes: fc.array(fc.record({ code: fc.constantFrom('x', '"', '[{') }), { maxLength: 3 }),
  }),
})
const damage = fc.record({
  record: fc.nat(),
  at: fc.nat(),
  text: fc.constantFrom('"', '{', '}', '[', ']', ',', '"},"', ''),
})

test('after a stray character, every other record is found, or the file is refused; no byte is lost', () => {
  let found = 0
  fc.assert(
    fc.property(
      fc.array(member, { minLength: 2, maxLength: 8 }),
      fc.array(damage, { minLength: 1, maxLength: 2 }),
      fc.constantFrom<JsonLayout>('array', 'values', { member: 'data' }),
      fc.integer({ min: 1, max: 40 }),
      (members, damages, layout, size) => {
        const texts = members.map((one, id) => JSON.stringify({ id, ...one }))
        const damaged = new Set<number>()
        for (const { record, at, text } of damages) {
          const index = record % texts.length
          const before = texts[index] ?? ''
          const position = at % before.length
          texts[index] =
            `${before.slice(0, position)}${text}${before.slice(position + (text === '' ? 1 : 0))}`
          if (texts[index] !== before) damaged.add(index)
        }
        const list = texts.join(layout === 'values' ? '\n' : ',')
        const file =
          layout === 'values' ? list : layout === 'array' ? `[${list}]` : `{"data":[${list}],"next":null}`
        const pieces = cutOrRefuse(inChunks(Buffer.from(file), size), layout)
        if (typeof pieces === 'string') return
        found += 1
        const kept = pieces.map(([, , text]) => String(text))
        for (const [index, text] of texts.entries()) {
          if (damaged.has(index)) continue
          // whole, or within the text of a broken record that its damage has reached
          const isAlone = kept.some((piece) => piece.replace(/^[\s,]+/, '').trim() === text)
          const isKept = kept.some((piece) => piece.includes(text))
          expect(isKept).toBe(true)
          if (!damaged.has(index - 1) && !damaged.has(index + 1) && index > 0) expect(isAlone).toBe(true)
        }
        // what parses as a record is one of the file, not an object inside of one
        for (const [, problem, text] of pieces) {
          const value = parsed(String(text))
          if (problem === null && typeof value === 'object' && value !== null && 'code' in value)
            expect(text).toBe('')
        }
      },
    ),
    { numRuns: 1500 },
  )
  expect(found).toBeGreaterThan(750)
})
