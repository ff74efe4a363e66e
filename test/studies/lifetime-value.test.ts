import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cohortUntil } from '../../studies/lifetime-value/cohort.ts'
import { type ReadOptions, readCustomers } from '../../studies/lifetime-value/read.ts'
import { scoreLines, scoresOf } from '../../studies/lifetime-value/scores.ts'
import { studyLifetimeValue } from '../../studies/lifetime-value/study.ts'
import { unitOf } from '../../studies/lifetime-value/unit.ts'
import { dayOf, isoDay } from '../../studies/lifetime-value/written-days.ts'
import { cdnow } from '../analytics/lifetime-value/cdnow.ts'
import { Dice, simulateCustomer } from '../analytics/lifetime-value/simulate.ts'
import { publicData } from '../warehouse/public-data.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clientele-study-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function read(text: string | Buffer, options?: ReadOptions) {
  const file = join(folder, 'file.csv')
  await writeFile(file, text)
  return readCustomers(file, options)
}

/** The purchases of a file as `customer day amount`. */
async function purchasesOf(text: string | Buffer, options?: ReadOptions): Promise<readonly string[]> {
  const { content } = await read(text, options)
  if (content.kind !== 'transactions') throw new Error('summaries')
  const { customers, starts, days, amounts } = content.purchases
  return customers.flatMap((customer, i) =>
    Array.from(days.slice(starts[i], starts[i + 1]), (day, at) => {
      return `${customer} ${isoDay(day)} ${amounts?.[(starts[i] ?? 0) + at] ?? '-'}`
    }),
  )
}

const expected = ['anna 2026-03-04 12.5', 'anna 2026-05-20 3', 'ben 2026-03-31 7.25']

test.each([
  [
    'as programs write it',
    'customer_id,order_date,amount\nanna,2026-03-04,12.50\nben,2026-03-31,7.25\nanna,2026-05-20,3\n',
  ],
  [
    'with a time',
    'Customer,Date,Total\nanna,2026-03-04 10:15:00,12.50\nben,2026-03-31T23:59:59Z,7.25\nanna,2026-05-20,3\n',
  ],
  [
    'as a German spreadsheet writes it',
    'Customer;Date;Amount\nanna;04.03.2026;12,50 €\nben;31.03.2026;7,25 €\nanna;20.05.2026;3,00 €\n',
  ],
  [
    'with the day first, which one date shows',
    'client,day,value\nanna,04/03/2026,12.50\nben,31/03/2026,7.25\nanna,20/05/2026,3\n',
  ],
  [
    'with the month first, which one date shows',
    'client,day,value\nanna,3/4/2026,12.50\nben,3/31/2026,7.25\nanna,5/20/2026,3\n',
  ],
  ['with digits only', 'user\tdate\tspend\nanna\t20260304\t12.50\nben\t20260331\t7.25\nanna\t20260520\t3\n'],
  [
    'below a title',
    'Orders of the shop\n\ncustomer,date,amount\nanna,2026-03-04,12.50\nben,2026-03-31,7.25\nanna,2026-05-20,3\n',
  ],
  [
    'several on a day',
    'customer,date,amount\nanna,2026-03-04,10\nanna,2026-05-20,3\nben,2026-03-31,7.25\nanna,2026-03-04,2.5\n',
  ],
])('purchases are read %s', async (_, text) => {
  expect(await purchasesOf(text)).toEqual(expected)
  expect(await purchasesOf(gzipSync(text))).toEqual(expected)
})

test('columns are named if their names are not usual ones, or numbered if there is no header', async () => {
  const named = 'who,when,paid,date\nanna,2026-03-04,12.50,x\nben,2026-03-31,7.25,x\nanna,2026-05-20,3,x\n'
  expect(await purchasesOf(named, { columns: { customer: 'who', date: 'when', amount: 'paid' } })).toEqual(
    expected,
  )
  const aligned = ' anna  1 20260304  12.50\n ben   2 20260331   7.25\n anna  1 20260520   3\n'
  expect(await purchasesOf(aligned, { columns: { customer: '1', date: '3', amount: '4' } })).toEqual(expected)
  await expect(read(aligned)).rejects.toMatchObject({ code: 'transactions-unreadable' })
})

test.each([
  [
    'a date that may have the day or the month first',
    'customer,date\na,03/04/2026\nb,05/06/2026\n',
    /--date-order/,
  ],
  ['dates in both orders', 'customer,date\na,31/03/2026\nb,03/31/2026\n', /month|day/],
  ['two columns that could be the customer', 'customer,email,date\na,b,2026-01-01\n', /--customer/],
  ['two columns that could be the amount', 'customer,date,amount,revenue\na,2026-01-01,1,2\n', /--amount/],
  ['no column of days', 'customer,weight\na,3\n', /the day of the purchase/],
  ['a decimal mark that could be either', 'customer;date;amount\na;2026-01-01;1,250\n', /--decimal/],
  ['no row that can be read', 'customer,date\na,yesterday\n', /none of its 1 rows can be read/],
])('%s is refused, and nothing is guessed', async (_, text, message) => {
  await expect(read(text)).rejects.toThrow(message)
})

test('what people say decides: the order of dates, the decimal mark', async () => {
  const text = 'customer;date;amount\na;03/04/2026;1,250\n'
  expect(await purchasesOf(text, { dayOrder: 'dmy', decimal: ',' })).toEqual(['a 2026-04-03 1.25'])
  expect(await purchasesOf(text, { dayOrder: 'mdy', decimal: '.' })).toEqual(['a 2026-03-04 1250'])
})

test('rows that are no purchases are left out and counted with their reason', async () => {
  const { leftOut, rows } = await read(
    'customer,date,amount\na,2026-01-01,5\n,2026-01-02,5\na,2026-02-30,5\na,2026-01-03,x\na,2026-01-04,-5\na,2026-01-05,0\n',
  )
  expect(rows).toBe(6)
  expect(leftOut).toEqual([
    { reason: 'it names no customer', rows: 1, firstLine: 3 },
    { reason: 'its date cannot be read', rows: 1, firstLine: 4 },
    { reason: 'its amount cannot be read', rows: 1, firstLine: 5 },
    { reason: 'its amount is below 0, so it is no purchase', rows: 1, firstLine: 6 },
  ])
})

const firstDay = dayOf(2024, 1, 1) ?? 0

/** Purchases of a simulated shop over two years, as CSV. */
function shop(customers: number, isChanged = false): string {
  const dice = new Dice(11)
  const lines: string[] = []
  for (let id = 0; id < customers; id++) {
    const start = firstDay + (id % 200)
    const { frequency, recency } = simulateCustomer(dice, 'bg_nbd', [0.8, 6, 0.7, 2.5], 90)
    for (let n = 0; n <= frequency; n++) {
      const day = start + Math.round((recency * 7 * n) / Math.max(1, frequency))
      const amount = 5 + 20 * dice.uniform()
      const isLater = day > firstDay + 365
      if (isLater && isChanged && id % 3 === 0) continue
      lines.push(`c${id},${isoDay(day)},${amount.toFixed(2)}`)
    }
  }
  return ['customer,date,amount', ...lines, `last,${isoDay(firstDay + 730)},1`, ''].join('\n')
}
const options = { unit: 'week', calibrationEnd: firstDay + 365 } as const

test('the result does not depend on the order of the rows', async () => {
  const [header = '', ...lines] = shop(300).trim().split('\n')
  const study = studyLifetimeValue(await read([header, ...lines].join('\n')), options)
  const turned = studyLifetimeValue(await read([header, ...lines.toReversed()].join('\n')), options)
  expect([...scoreLines(scoresOf(turned, 'week', 0.1))]).toEqual([
    ...scoreLines(scoresOf(study, 'week', 0.1)),
  ])
  expect(turned.backtest).toEqual(study.backtest)
})

test('models in the backtest know nothing of what came later', async () => {
  const study = studyLifetimeValue(await read(shop(300)), options)
  const changed = studyLifetimeValue(await read(shop(300, true)), options)
  expect(changed.backtest?.fits).toEqual(study.backtest?.fits)
  expect(changed.backtest?.spend).toEqual(study.backtest?.spend)
  const totals = (one: typeof study) => one.backtest?.trials.map(({ purchases }) => purchases.predictedTotal)
  expect(totals(changed)).toEqual(totals(study))
  expect(changed.fit.parameters).not.toEqual(study.fit.parameters)
})

test('a model that is no better than a forecast without one says so', async () => {
  // everybody buys at a rhythm of their own, which "same as last period" gets exactly right
  const lines = Array.from({ length: 60 }, (_, id) => {
    const every = 7 * (1 + (id % 6))
    return Array.from(
      { length: Math.floor(727 / every) },
      (__, n) => `c${id},${isoDay(firstDay + n * every)}`,
    )
  })
  const study = studyLifetimeValue(await read(['customer,date', ...lines.flat(), ''].join('\n')), {
    unit: 'week',
  })
  expect(study.backtest?.isBetterThanNaive).toBe(false)
  expect(study.reason).toMatch(/as good or better.*Do not rely on it/)
  expect(study.spend).toBe(null)
})

test('summaries are tested by what they say came later, or say that they are not tested', async () => {
  const dice = new Dice(5)
  const rows = Array.from({ length: 2000 }, (_, id) => {
    const { frequency, recency, age, later } = simulateCustomer(
      dice,
      'bg_nbd',
      [0.6, 6, 0.8, 2.4],
      30 + (id % 10),
      39,
    )
    return `${id},${frequency},${recency},${age},${later},39`
  })
  const header = 'customer_id,frequency_cal,recency_cal,T_cal,frequency_holdout,duration_holdout'
  const tested = studyLifetimeValue(await read([header, ...rows, ''].join('\n')), { unit: 'week' })
  expect(tested.backtest?.isBetterThanNaive).toBe(true)
  const best = tested.backtest?.trials.find(({ forecast }) => forecast === tested.backtest?.best)
  expect(Math.abs(best?.purchases.relativeBias ?? 1)).toBeLessThan(0.1)
  const short = rows.map((row) => row.split(',').slice(0, 4).join(','))
  const untested = studyLifetimeValue(
    await read([header.split(',').slice(0, 4).join(','), ...short, ''].join('\n')),
    { unit: 'week' },
  )
  expect(untested.backtest).toBe(null)
  expect(untested.reason).toMatch(/no test/)
  expect(untested.candidates.map(({ model }) => model)).toEqual(['bg_nbd', 'mbg_nbd', 'pareto_nbd'])
  const impossible = `${header}\n1,2,50,40,0,39\n2,1,5,40,0,39\n3,0,0,40,0,39\n`
  expect((await read(impossible)).leftOut).toEqual([
    { reason: 'no customer can have this frequency, recency and age', rows: 1, firstLine: 2 },
  ])
})

test.each([
  ['sevenths are weeks', 'id,x,t_x,T\n1,2,30.43,38.86\n2,0,0,38.71\n', 'week'],
  ['long whole times are days', 'id,x,t_x,T\n1,2,213,272\n2,0,0,271\n', 'day'],
  ['names say it', 'id,frequency,recency_days,T_days,monetary\n1,2,21,27,9\n2,0,0,27,0\n', 'day'],
  ['names say it in brackets', 'id,x,t_x (months),T (months)\n1,2,2.1,2.7\n2,0,0,2.6\n', 'month'],
])('the unit of summaries is found: %s', async (_, text, unit) => {
  expect(unitOf('file.csv', await read(text))).toBe(unit)
})

test('summaries whose unit or meaning does not show are refused, unless the unit is given', async () => {
  for (const times of ['21,27', '21.3,27.9']) {
    const file = await read(`id,x,t_x,T\n1,2,${times}\n2,0,0,27\n`)
    expect(() => unitOf('file.csv', file)).toThrow(/days, weeks or months.*--unit/)
    expect(unitOf('file.csv', file, 'month')).toBe('month')
  }
  expect(unitOf('file.csv', await read('customer,date\na,2026-01-01\n'))).toBe('week')
  // recency as the time since the last purchase, and frequency of all purchases
  const marketing = 'id,frequency,recency,T\n1,1,30,30\n2,1,9,9\n3,4,2,50\n4,0,0,7\n5,1,0,8\n'
  await expect(
    read(marketing.replace('1,1,30,30', '1,0,30,30').replace('2,1,9,9', '2,0,9,9')),
  ).rejects.toThrow(/3 of its 5 rows.*not since the last one/)
})

test('a file that says nothing about repeat purchases is refused with the reason', async () => {
  const once = await read('customer,date\na,2026-01-01\nb,2026-02-01\n')
  expect(() => studyLifetimeValue(once, { unit: 'week' })).toThrow(/no customer bought again/)
  const file = await read(shop(50))
  expect(() => studyLifetimeValue(file, { unit: 'week', calibrationEnd: firstDay - 1 })).toThrow(
    /cannot be cut/,
  )
})

const sample = publicData('cdnow/CDNOW_sample.txt')

describe.skipIf(sample === null)('CDNOW, which is only there if CLIENTELE_DATA has it', () => {
  test('its purchases give the published summary, and the command prints the published parameters', async () => {
    const { content } = await readCustomers(sample ?? '', {
      columns: { customer: '2', date: '3', amount: '5' },
    })
    if (content.kind !== 'transactions') throw new Error('summaries')
    const cohort = cohortUntil(content.purchases, dayOf(1997, 9, 30) ?? 0, 7)
    const { customers = [] } = cdnow() ?? {}
    expect(cohort.customers.length).toBe(2357)
    for (const [i, { frequency, recency, age, mean }] of customers.entries()) {
      expect(cohort.frequency[i]).toBe(frequency)
      expect(Math.abs((cohort.recency[i] ?? NaN) - recency)).toBeLessThan(0.0051)
      expect(Math.abs((cohort.age[i] ?? NaN) - age)).toBeLessThan(0.0051)
      expect(Math.abs((cohort.mean?.[i] ?? NaN) - mean)).toBeLessThan(0.0051)
    }
    const out = join(folder, 'scores.csv')
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        ...[join(import.meta.dirname, '../../cli/main.ts'), 'clv', 'fit', '--json', '--out', out],
        ...['--transactions', sample ?? '', '--customer', '2', '--date', '3', '--amount', '5'],
      ],
      { maxBuffer: 64 * 1024 * 1024 },
    )
    const study = JSON.parse(stdout)
    expect(study.period).toEqual({ first: '1997-01-01', calibrationEnd: '1997-09-30', until: '1998-06-30' })
    const [bgNbd] = study.backtest.fits
    expect(bgNbd.parameters.map((value: number) => value.toFixed(3))).toEqual([
      '0.243',
      '4.414',
      '0.793',
      '2.426',
    ])
    const trial = study.backtest.trials.find(({ forecast }: { forecast: string }) => forecast === 'bg_nbd')
    expect(trial.purchases).toMatchObject({ actualTotal: 1882, predictedTotal: expect.closeTo(1653.4, 0) })
    expect(study.isBetterThanNaive).toBe(true)
    const lines = (await readFile(out, 'utf8')).trim().split('\n')
    expect(lines.length).toBe(2358)
    expect(lines[1]?.split(',').length).toBe(lines[0]?.split(',').length)
  })
})
