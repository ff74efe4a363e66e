import { expect, test } from 'vitest'
import { Random } from '../../seeds/sample/random.ts'

const people = 20_000
const parts = 16

type Stream = (one: number) => Random

/** The `place`th number of each stream. */
const drawn = (stream: Stream, place: number) =>
  Array.from({ length: people }, (_, one) => {
    const random = stream(one)
    for (let before = 1; before < place; before++) random.uniform()
    return random.uniform()
  })

/** Chi-square of a table of two numbers that should be independent, as standard deviations from its mean. */
function dependence(pairs: readonly (readonly [number, number])[]): number {
  const cells = new Float64Array(parts ** 2)
  for (const [x, y] of pairs) {
    const cell = Math.floor(x * parts) * parts + Math.floor(y * parts)
    cells[cell] = (cells[cell] ?? 0) + 1
  }
  const expected = pairs.length / cells.length
  const chiSquare = cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  return (chiSquare - (cells.length - 1)) / Math.sqrt(2 * (cells.length - 1))
}

/** Correlation of two numbers that should be independent, in standard errors. */
const correlation = (pairs: readonly (readonly [number, number])[]) =>
  (12 * pairs.reduce((sum, [x, y]) => sum + (x - 0.5) * (y - 0.5), 0)) / Math.sqrt(pairs.length)

function independent(pairs: readonly (readonly [number, number])[]): void {
  expect(Math.abs(dependence(pairs))).toBeLessThan(5)
  expect(Math.abs(correlation(pairs))).toBeLessThan(5)
}

/* Each number of a stream is one person, one purpose, one seed or one event further than the number before. */
const streams: Record<string, Stream> = {
  person: (number) => new Random(20261031, number, 3),
  purpose: (purpose) => new Random(20261031, 77, purpose),
  seed: (seed) => new Random(seed, 77, 3),
  event: (event) => new Random(20261031, 77, 0x5bd1e995 ^ (event * 0x9e3779b1)),
}

test.each(Object.entries(streams))('streams of one %s and of the next are independent', (_, stream) => {
  for (const place of [1, 2, 6]) {
    const numbers = drawn(stream, place)
    for (const apart of [1, 2, 3, 4, 8, 64, 256]) {
      independent(numbers.slice(apart).map((number, at) => [number, numbers[at] ?? 0]))
    }
  }
})

test('purposes of one person are independent', () => {
  const of = (purpose: number) => drawn((number) => new Random(20261031, number, purpose), 1)
  const [one, two, eight] = [of(1), of(2), of(8)]
  independent(one.map((number, at) => [number, two[at] ?? 0]))
  independent(one.map((number, at) => [number, eight[at] ?? 0]))
})
