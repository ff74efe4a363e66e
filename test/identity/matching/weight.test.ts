import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MatchModel } from '../../../analytics/fellegi-sunter/types.ts'
import { probabilityOf, weightOf } from '../../../analytics/fellegi-sunter/weight.ts'
import { identitySettings } from '../../../transforms/identity/matching/index.ts'
import { weighedPairs } from '../../../transforms/identity/matching/pairs/score.ts'
import { useDatabase } from '../../harness/database.ts'

const settings = identitySettings({
  columns: { surname: { from: 'surname', as: 'text' }, born: { from: 'born', as: 'day' } },
  personSignature: ['surname'],
  identifiers: [],
  links: {},
  cannotLink: [],
  blocking: {
    rules: [
      { name: 'surname', on: ['surname'] },
      { name: 'birth date', on: ['born'] },
    ],
    maxBlock: 100,
    maxPairsPerRecord: 100,
  },
  comparisons: [
    {
      name: 'surname',
      requires: ['surname'],
      levels: [
        { label: 'same', when: { kind: 'exact', columns: ['surname'] }, termFrequency: 'surname' },
        { label: 'near', when: { kind: 'levenshtein', column: 'surname', atMost: 1 } },
      ],
    },
    {
      name: 'birth date',
      requires: ['born'],
      levels: [{ label: 'same', when: { kind: 'exact', columns: ['born'] } }],
    },
  ],
  thresholds: { keep: -5, review: 0, link: 4, bridge: 8 },
  maxClusterSize: 10,
  training: { randomPairs: 100, pairsPerRule: 100 },
})

const db = useDatabase()
let client: pg.PoolClient
beforeAll(async () => {
  client = await db.pool.connect()
  await client.query(
    'create temp table person (id serial, surname text, born date, "term of surname" float8)',
  )
})
afterAll(async () => {
  client?.release()
})

interface Person {
  readonly surname: string | null
  readonly born: string | null
  /** What agreement on the surname adds. */
  readonly term: number
}

interface Weighed {
  readonly weight: number
  readonly levels: readonly number[]
  readonly term_weights: readonly number[]
}

/** Weighs two records as the build does. */
async function weigh(model: MatchModel, a: Person, b: Person): Promise<Weighed> {
  await client.query('truncate person')
  for (const { surname, born, term } of [a, b])
    await client.query('insert into person (surname, born, "term of surname") values ($1, $2, $3)', [
      surname,
      born,
      surname === null ? null : term,
    ])
  const pairs = 'from person l join person r on l.id < r.id'
  const { rows } = await client.query<Weighed>(
    weighedPairs({ settings, model, overShared: new Map() }, { pairs, foundBy: '1', identifier: 'null' }),
  )
  const [weighed] = rows
  if (!weighed) throw new Error('no pair was weighed')
  return weighed
}

const share = fc.double({ min: 0.001, max: 0.999, noNaN: true })
const models: fc.Arbitrary<MatchModel> = fc
  .record({ prior: share, m: fc.array(share, { minLength: 5 }), u: fc.array(share, { minLength: 5 }) })
  .map(({ prior, m: [...m], u: [...u] }) => {
    const estimates = (labels: string[]) =>
      labels.map((label) => {
        const estimate = { label, m: m.pop() ?? 0, u: u.pop() ?? 0 }
        return { ...estimate, weight: weightOf(estimate.m, estimate.u) }
      })
    const missing = { label: 'null', m: 0, u: 0, weight: 0 }
    return {
      prior,
      comparisons: [
        { name: 'surname', levels: [missing, ...estimates(['same', 'near', 'else'])] },
        { name: 'birth date', levels: [missing, ...estimates(['same', 'else'])] },
      ],
    }
  })
const people: fc.Arbitrary<Person> = fc
  .record({
    surname: fc.constantFrom('smith', 'smyth', 'jones', null),
    born: fc.constantFrom('1980-01-02', '1980-02-01', null),
  })
  .map((person) => ({ ...person, term: person.surname === 'smith' ? -0.75 : 2.5 }))

test('the probability of a weight follows by Bayes from prior, m, u and term frequency', async () => {
  await fc.assert(
    fc.asyncProperty(models, people, people, async (model, a, b) => {
      const { weight, levels } = await weigh(model, a, b)
      let match = model.prior
      let other = 1 - model.prior
      for (const [index, level] of levels.entries()) {
        if (level === 0) continue
        match *= model.comparisons[index]?.levels[level]?.m ?? 0
        other *= model.comparisons[index]?.levels[level]?.u ?? 0
      }
      if (levels[0] === 1) other /= 2 ** a.term
      expect(probabilityOf(weight)).toBeCloseTo(match / (match + other), 9)
    }),
  )
})

test('the parts of a weight add up, in order, to the last bit; the order of the records does not matter', async () => {
  await fc.assert(
    fc.asyncProperty(models, people, people, async (model, a, b) => {
      const { weight, levels, term_weights } = await weigh(model, a, b)
      let sum = Math.log2(model.prior / (1 - model.prior))
      for (const [index, level] of levels.entries())
        sum += (model.comparisons[index]?.levels[level]?.weight ?? 0) + (term_weights[index] ?? 0)
      expect(weight).toBe(sum)
      expect((await weigh(model, b, a)).weight).toBe(weight)
    }),
  )
})

test('a missing value adds nothing, and term frequency counts only if both records have the value', async () => {
  const estimate = (label: string, weight: number) => ({ label, m: 0.5, u: 0.5, weight })
  const model: MatchModel = {
    prior: 0.5,
    comparisons: [
      {
        name: 'surname',
        levels: [estimate('null', 0), estimate('same', 8), estimate('near', 4), estimate('else', -3)],
      },
      { name: 'birth date', levels: [estimate('null', 0), estimate('same', 10), estimate('else', -5)] },
    ],
  }
  const named = (surname: string | null) => ({ surname, born: null, term: 2 })
  const weighNamed = (a: string | null, b: string | null) => weigh(model, named(a), named(b))
  expect(await weighNamed(null, 'smith')).toMatchObject({ weight: 0, levels: [0, 0] })
  expect(await weighNamed('smith', 'smith')).toMatchObject({
    weight: 10,
    levels: [1, 0],
    term_weights: [2, 0],
  })
  expect(await weighNamed('smith', 'smyth')).toMatchObject({
    weight: 4,
    levels: [2, 0],
    term_weights: [0, 0],
  })
  expect(await weighNamed('smith', 'jones')).toMatchObject({ weight: -3, levels: [3, 0] })
})

test('a model of other comparisons is refused', () => {
  const model = { prior: 0.5, comparisons: [] }
  const pairs = { pairs: 'from person l cross join person r', foundBy: '1', identifier: 'null' }
  expect(() => weighedPairs({ settings, model, overShared: new Map() }, pairs)).toThrow(RangeError)
})
