import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectedFromStart } from '../../../analytics/attribution/absorption.ts'
import { attribute, attributionModels } from '../../../analytics/attribution/attribute.ts'
import { equationsOf } from '../../../analytics/attribution/equations.ts'
import { markovCredit } from '../../../analytics/attribution/markov.ts'
import { MarkovChain } from '../../../analytics/attribution/markov-chain.ts'
import { type Path, pathSet } from '../../../analytics/attribution/paths.ts'
import { shapleyCredit } from '../../../analytics/attribution/shapley.ts'
import { pathModels, touchWeights } from '../../../analytics/attribution/touch-weights.ts'

const names = ['a', 'b', 'c', 'd'] as const
const rowOf = (longest: number) =>
  fc
    .record({
      touches: fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: longest }),
      conversions: fc.nat(5),
      cents: fc.nat(100_000),
      nulls: fc.nat(5),
    })
    .map(({ cents, ...row }): Path => ({ ...row, value: row.conversions === 0 ? 0 : cents / 100 }))
const rowsOf = (longest: number) => fc.array(rowOf(longest), { minLength: 1, maxLength: 25 })

/**
 * Written a second time and differently: journeys are moved on step by step, until next to none is on its way. States are
 * texts, and without a channel, those that have it anywhere are forbidden.
 */
function converting(
  rows: readonly Path[],
  order: number,
  removed: string | null,
  worth: 'conversions' | 'value',
): number {
  const moves = new Map<string, Map<string, number>>()
  const ends = new Map<string, { count: number; worth: number }>()
  const add = (from: string, to: string, count: number) => {
    const targets = moves.get(from) ?? new Map<string, number>()
    moves.set(from, targets.set(to, (targets.get(to) ?? 0) + count))
  }
  for (const row of rows) {
    const { touches, conversions, nulls } = row
    if (conversions + nulls === 0) continue
    let state = ''
    for (const touch of touches) {
      const next = (state + touch).slice(-order)
      add(state, next, conversions + nulls)
      state = next
    }
    const end = ends.get(state) ?? { count: 0, worth: 0 }
    ends.set(state, { count: end.count + conversions + nulls, worth: end.worth + row[worth] })
  }
  let moving = new Map([['', 1]])
  let result = 0
  for (let step = 0; step < 3000; step++) {
    const moved = new Map<string, number>()
    for (const [state, mass] of moving) {
      const targets = moves.get(state) ?? new Map<string, number>()
      const end = ends.get(state) ?? { count: 0, worth: 0 }
      const all = [...targets.values()].reduce((sum, count) => sum + count, end.count)
      if (all === 0) continue
      result += (mass * end.worth) / all
      for (const [target, count] of targets) {
        if (removed === null || !target.includes(removed))
          moved.set(target, (moved.get(target) ?? 0) + (mass * count) / all)
      }
    }
    moving = moved
  }
  return result
}

test.each([1, 2, 3])('removal effects of order %i are those of journeys that move step by step', (order) => {
  fc.assert(
    fc.property(rowsOf(7), (rows) => {
      const set = pathSet(rows)
      const { removal } = markovCredit(set, order)
      for (const worth of ['conversions', 'value'] as const) {
        const whole = converting(rows, order, null, worth)
        const found = worth === 'value' ? removal.expectedValue : removal.conversionProbability
        expect(found).toBeCloseTo(whole, 9)
        for (const [at, name] of set.channels.entries()) {
          const effects = worth === 'value' ? removal.valueEffects : removal.conversionEffects
          const expected = whole === 0 ? 0 : 1 - converting(rows, order, name, worth) / whole
          expect(effects[at]).toBeCloseTo(expected, 8)
        }
      }
    }),
    { numRuns: 25 },
  )
})

test('a chain that remembers whole journeys loses exactly the conversions that a channel took part in', () => {
  fc.assert(
    fc.property(rowsOf(3), (rows) => {
      const set = pathSet(rows)
      const { removal } = markovCredit(set, 3)
      for (const [at, name] of set.channels.entries()) {
        const part = rows.reduce(
          (sum, { touches, conversions }) => sum + (touches.includes(name) ? conversions : 0),
          0,
        )
        expect(removal.conversionEffects[at]).toBeCloseTo(
          set.conversions === 0 ? 0 : part / set.conversions,
          9,
        )
      }
    }),
  )
})

test('sweeps over a large chain give what elimination gives', () => {
  const chain = new MarkovChain(3)
  let seed = 7
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed / 2_147_483_647
  }
  for (let path = 0; path < 100; path++) {
    const length = 1 + Math.floor(8 * random())
    const touches = Array.from({ length }, () => Math.floor(18 * random()))
    chain.add({ touches, conversions: Math.round(random()), value: 0, nulls: 1 })
  }
  const equations = equationsOf(chain)
  expect(chain.size).toBeGreaterThan(200)
  const solved = (mostEliminated: number) =>
    expectedFromStart(equations, [chain.conversions], 18, mostEliminated).flatMap(({ whole, without }) => [
      whole,
      ...without,
    ])
  const swept = solved(0)
  const eliminated = solved(chain.size)
  expect(eliminated).toHaveLength(19)
  for (const [at, one] of eliminated.entries())
    expect(Math.abs((swept[at] ?? 0) / one - 1)).toBeLessThan(1e-13)
})

test('Shapley values are the mean of what each channel adds, over all orders in which channels can join', () => {
  const permutations = (rest: readonly number[]): number[][] =>
    rest.length === 0
      ? [[]]
      : rest.flatMap((one) =>
          permutations(rest.filter((other) => other !== one)).map((tail) => [one, ...tail]),
        )
  fc.assert(
    fc.property(rowsOf(6), (rows) => {
      const set = pathSet(rows)
      const worthOf = (coalition: ReadonlySet<number>) =>
        set.paths.reduce(
          (sum, { touches, conversions }) =>
            sum + (touches.every((touch) => coalition.has(touch)) ? conversions : 0),
          0,
        )
      const orders = permutations([...set.channels.keys()])
      const added = set.channels.map(() => 0)
      for (const order of orders) {
        const joined = new Set<number>()
        for (const channel of order) {
          const before = worthOf(joined)
          joined.add(channel)
          added[channel] = (added[channel] ?? 0) + (worthOf(joined) - before) / orders.length
        }
      }
      const { conversions } = shapleyCredit(set)
      for (const [at, value] of added.entries()) expect(conversions[at]).toBeCloseTo(value, 9)
    }),
    { numRuns: 40 },
  )
})

test('the same rows in any order and in any pieces give the same digits, and every model conserves the totals exactly', () => {
  fc.assert(
    fc.property(rowsOf(7), fc.func(fc.integer()), (rows, rank) => {
      const result = attribute(rows, { order: 2 })
      const keyed = rows.map((row, at) => ({ row, key: rank(at) }))
      const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ row }) => row)
      expect(attribute(shuffled, { order: 2 })).toEqual(result)
      const pieces = rows.flatMap((row) => [
        { ...row, nulls: 0 },
        { ...row, conversions: 0, value: 0 },
      ])
      expect(attribute(pieces, { order: 2 })).toEqual(result)
      const units = (number: number) => BigInt(Math.round(number * 1e9))
      for (const model of attributionModels) {
        for (const worth of ['conversions', 'value'] as const) {
          const sum = result.channels.reduce((all, channel) => all + units(channel[worth][model]), 0n)
          // without conversions, no chain says what a channel is worth
          expect(sum).toBe(units(result[worth]))
          for (const channel of result.channels) expect(channel[worth][model]).toBeGreaterThanOrEqual(0)
        }
      }
    }),
  )
})

test('shares of touchpoints are those that people expect', () => {
  expect([...touchWeights('position', 1, 2)]).toEqual([1])
  expect([...touchWeights('position', 2, 2)]).toEqual([0.5, 0.5])
  expect([...touchWeights('position', 4, 2)]).toEqual([0.4, 0.1, 0.1, 0.4])
  const decay = touchWeights('decay', 5, 2)
  expect((decay[4] ?? 0) / (decay[2] ?? 1)).toBeCloseTo(2, 12)
  expect((decay[2] ?? 0) / (decay[0] ?? 1)).toBeCloseTo(2, 12)
  for (const model of pathModels) {
    for (const count of [1, 2, 3, 17]) {
      expect(touchWeights(model, count, 3).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12)
    }
  }
})

test('what is no path, no count and no order is refused', () => {
  const path = { touches: ['a'], conversions: 1, value: 1, nulls: 0 }
  for (const bad of [
    { ...path, touches: [] },
    { ...path, conversions: -1 },
    { ...path, value: Number.NaN },
    { ...path, nulls: Number.POSITIVE_INFINITY },
  ]) {
    expect(() => attribute([bad])).toThrow(RangeError)
  }
  expect(() => attribute([path], { order: 4 })).toThrow(RangeError)
  expect(() => attribute([path], { halfLife: 0 })).toThrow(RangeError)
  expect(attribute([]).channels).toEqual([])
})
