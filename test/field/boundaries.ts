import { createHash } from 'node:crypto'
import type { RawEntity } from '#engine'
import { defaultCompany } from '../../seeds/sample/company.ts'
import { sampled } from '../../seeds/sample/stream.ts'
import { allFeeds } from '../../seeds/sample/systems.ts'
import { refund } from '../sources/stripe-records.ts'

/*
 * Records at the boundaries of their contracts: real records in which one value is replaced by an extreme one. What a
 * contract accepts must build, so each of them is either refused when it is loaded, or published.
 */

/** 3,000 characters that Postgres cannot compress: an index entry holds at most 2,700 bytes. */
const longText = Array.from({ length: 47 }, (_, i) => createHash('sha256').update(`${i}`).digest('hex'))
  .join('')
  .slice(0, 3000)

const texts = [
  '',
  ' ',
  '0',
  '-1',
  '-0.01',
  '1.23456789',
  '99999999999999999999',
  '-99999999999999999999.99',
  '1e308',
  'NaN',
  'undefined',
  longText,
  'ÀÉ ﬁ 漢字 🛒',
  "'; drop",
  '0001-01-01',
  '1000-01-01T00:00:00Z',
  '2999-12-31T23:59:59Z',
  '9999-12-31',
  '2024-02-29 23:59:59',
  'ZZZ',
]
const numbers = [0, -1, 0.001, -0.01, 1.5, 2 ** 31, 2 ** 53 - 1, -(2 ** 53 - 1), 1e15, 1e300]

type Path = readonly (string | number)[]

/** How many different shapes of one entity's records are taken as a start. */
const mostStarts = 4

/** Some records of an entity which together have as many of its optional parts as possible. */
export function startsOf(entity: RawEntity, records: Iterable<object>): object[] {
  const seen = new Set<string>()
  const starts: object[] = []
  for (const record of records) {
    const paths = [...pathsIn(record)].map(([path]) =>
      path.map((part) => (typeof part === 'number' ? '*' : part)).join('.'),
    )
    if (paths.every((path) => seen.has(path))) continue
    for (const path of paths) seen.add(path)
    starts.push(record)
  }
  return starts.slice(-mostStarts).filter((record) => entity.record.safeParse(record).success)
}

/** Every variation of a record that its contract accepts, each under a natural key of its own if it can have one. */
export function* variations(entity: RawEntity, start: object): Generator<object> {
  let number = 0
  for (const [path, value] of pathsIn(start)) {
    for (const extreme of extremesOf(value)) {
      const changed = withValue(start, path, extreme)
      const record = entity.record.safeParse(changed).success ? changed : null
      if (!record) continue
      yield keyed(entity, record, path, ++number)
    }
  }
}

function extremesOf(value: unknown): unknown[] {
  const either = [null, undefined]
  if (typeof value === 'string') return [...either, ...texts, ...numbers, [], {}]
  if (typeof value === 'number') return [...either, ...numbers, ...texts]
  if (typeof value === 'boolean') return [...either, !value]
  if (Array.isArray(value)) return [...either, [], {}, [...value, ...value]]
  if (value === null || value === undefined) return [...texts, ...numbers, true, [], {}]
  return [...either, {}, []]
}

/** All values of a record, nested ones too; of a list only the first element. */
function* pathsIn(value: unknown, path: Path = []): Generator<[Path, unknown]> {
  if (path.length > 0) yield [path, value]
  if (Array.isArray(value)) {
    if (value.length > 0) yield* pathsIn(value[0], [...path, 0])
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) yield* pathsIn(inner, [...path, name])
  }
}

function withValue(whole: unknown, [part, ...rest]: Path, value: unknown): unknown {
  if (part === undefined) return value
  if (Array.isArray(whole)) return whole.map((each, i) => (i === part ? withValue(each, rest, value) : each))
  if (typeof whole !== 'object' || whole === null) return whole
  return { ...whole, [part]: withValue(Reflect.get(whole, part), rest, value) }
}

/** Gives the record another natural key, through a field that was not replaced. */
function keyed(entity: RawEntity, record: unknown, path: Path, number: number): object {
  const key = entity.key === 'content' ? [] : entity.key
  for (const field of key) {
    if (field === path[0]) continue
    const value = Reflect.get(Object(record), field)
    const other = typeof value === 'number' ? value + number * 1000 : `${value}-${number}`
    const changed = withValue(record, [field], other)
    if (entity.record.safeParse(changed).success) return Object(changed)
  }
  return Object(record)
}

/** Records of every entity of the sample company, and one of each entity it does not have. */
export function sampleStarts(entities: Iterable<RawEntity>): Map<RawEntity, object[]> {
  const made = new Map<string, object[]>()
  for (const { feed, record } of sampled({ company: { ...defaultCompany, customers: 60 } }, allFeeds)) {
    const list = made.get(feed.entity.entity) ?? []
    made.set(feed.entity.entity, list)
    if (list.length < 400) list.push(record)
  }
  for (const [entity, record] of Object.entries(notInTheSample)) made.set(entity, [record])
  return new Map([...entities].map((entity) => [entity, startsOf(entity, made.get(entity.entity) ?? [])]))
}

const calledAt = 'Wed, 04 Mar 2026 10:00:00 +0000'
const notInTheSample = {
  'online_retail.transactions': {
    InvoiceNo: '536365',
    StockCode: '85123A',
    Description: 'WHITE HANGING HEART T-LIGHT HOLDER',
    Quantity: 6,
    InvoiceDate: '2010-12-01 08:26:00',
    UnitPrice: '2.55',
    CustomerID: '17850',
    Country: 'United Kingdom',
  },
  'stripe.refunds': refund,
  'twilio.calls': {
    sid: 'CA0',
    parent_call_sid: null,
    from: '+447911123456',
    to: '+441134960000',
    direction: 'inbound',
    status: 'completed',
    start_time: calledAt,
    end_time: calledAt,
    duration: '30',
    date_created: calledAt,
    date_updated: calledAt,
  },
  'stewardship.decisions': {
    decision: '1',
    record_key_a: '-9223372036854775808',
    record_key_b: '7',
    verdict: 'same',
    decided_at: '2026-03-01T10:00:00Z',
    decided_by: 'ann',
    command: 'review',
  },
  'stewardship.evaluations': {
    evaluation_id: '1',
    evaluated_at: '2026-03-01T10:00:00Z',
    measured_against: 'labels',
    part: 'threshold',
    label: '6',
    threshold: 6,
    is_in_use: true,
    precision: 1,
    record_count: 10,
  },
}
