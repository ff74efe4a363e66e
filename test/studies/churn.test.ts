import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sigmoid } from '../../analytics/logistic/numbers.ts'
import { churnDocument } from '../../studies/churn/document.ts'
import { type LabelledOptions, readLabelled } from '../../studies/churn/labelled-customers.ts'
import { purchaseCases } from '../../studies/churn/purchase-cases.ts'
import { studyChurn } from '../../studies/churn/study.ts'
import { readPurchases } from '../../studies/lifetime-value/read.ts'
import { dayOf, isoDay } from '../../studies/lifetime-value/written-days.ts'
import { Dice, simulateCustomer } from '../analytics/lifetime-value/simulate.ts'
import { publicData } from '../warehouse/public-data.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clientele-churn-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function read(text: string | Buffer, options?: LabelledOptions) {
  const file = join(folder, 'file.csv')
  await writeFile(file, text)
  return readLabelled(file, options)
}

const effects = { contract: 1.4, tenure: -0.05, charge: 0.02 }

/** Customers whose odds of leaving are known: log-odds by contract, tenure, charge, and a hump of age; the colour does nothing. */
function company(count: number, seed = 3) {
  const dice = new Dice(seed)
  const pick = <T>(all: readonly [T, ...T[]]) => all[Math.floor(dice.uniform() * all.length)] ?? all[0]
  return Array.from({ length: count }, (_, id) => {
    const contract = pick(['monthly', 'yearly'])
    const tenure = Math.floor(dice.uniform() * 60)
    const charge = 20 + 80 * dice.uniform()
    const age = 20 + 60 * dice.uniform()
    const colour = pick(['red', 'green', 'blue'])
    const logit =
      -1 +
      (contract === 'monthly' ? effects.contract : 0) +
      effects.tenure * (tenure - 30) +
      effects.charge * (charge - 60) +
      1.5 * Math.exp(-(((age - 50) / 10) ** 2))
    const probability = sigmoid(logit)
    const left = dice.uniform() < probability
    return {
      id: `c${id}`,
      contract,
      tenure,
      charge: charge.toFixed(2),
      age: age.toFixed(1),
      colour,
      left,
      probability,
    }
  })
}
type Customer = ReturnType<typeof company>[number]

const header = 'customer_id,contract,tenure,charge,age,colour,churn'
const lineOf = ({ id, contract, tenure, charge, age, colour, left }: Customer) =>
  [id, contract, tenure, charge, age, colour, left ? 'Yes' : 'No'].join(',')
const fileOf = (customers: readonly Customer[]) => [header, ...customers.map(lineOf), ''].join('\n')

test('planted effects are found within their intervals, and predict as well as the truth allows', async () => {
  const customers = company(6000, 1)
  const file = await read(fileOf(customers))
  const study = studyChurn(file.subject)
  expect(file.labels.meaning).toBe('churn: Yes means left, No means stayed')
  expect(study.model.fit.status).toBe('converged')
  const [model] = study.verdict.judgements
  expect(study.verdict.isBetter).toBe(true)
  expect(Math.abs((model?.slope ?? 0) - 1)).toBeLessThan(0.15)
  expect(Math.abs(model?.intercept ?? 1)).toBeLessThan(0.15)
  // the least log loss that anybody can have who knows the probabilities
  const held = new Set(heldOut(file))
  const truth = customers.filter((_, row) => held.has(row))
  const least =
    truth.reduce((sum, { left, probability }) => sum - Math.log(left ? probability : 1 - probability), 0) /
    truth.length
  expect(model?.logLoss ?? 1).toBeLessThan(least + 0.01)
  const driver = (name: string) => study.drivers.find(({ feature }) => feature === name)
  const logOf = (name: string, value: string, against: string) => {
    const effect = driver(name)?.effects.find((one) => one.value === value && one.against === against)
    const turned = driver(name)?.effects.find((one) => one.value === against && one.against === value)
    if (effect) return [Math.log(effect.lower), Math.log(effect.upper)]
    return [-Math.log(turned?.upper ?? NaN), -Math.log(turned?.lower ?? NaN)]
  }
  const [low = NaN, high = NaN] = logOf('contract', 'monthly', 'yearly')
  expect(low).toBeLessThan(effects.contract)
  expect(high).toBeGreaterThan(effects.contract)
  for (const { value, against, lower, upper } of driver('tenure')?.effects ?? []) {
    const planted = Math.exp(effects.tenure * (Number(value) - Number(against)))
    expect(lower).toBeLessThan(1.15 * planted)
    expect(upper).toBeGreaterThan(planted / 1.15)
  }
  // an effect that rises and falls again is seen, and a feature that does nothing is the weakest
  expect(driver('age')?.strength).toBeGreaterThan(0.35)
  expect(study.drivers.at(-1)?.feature).toBe('colour')
  for (const { oddsRatio } of driver('colour')?.effects ?? [])
    expect(Math.abs(Math.log(oddsRatio))).toBeLessThan(0.25)
})

function heldOut({ subject }: Awaited<ReturnType<typeof read>>): Iterable<number> {
  return subject.split.holdout
}

test('the order of the rows, the delimiter, the decimal mark and compression change nothing', async () => {
  const customers = company(1500)
  const documentOf = async (text: string | Buffer) => {
    const file = await read(text)
    return churnDocument(file, studyChurn(file.subject))
  }
  const plain = await documentOf(fileOf(customers))
  expect(await documentOf(gzipSync(fileOf(customers.toReversed())))).toEqual(plain)
  const german = fileOf(customers).replaceAll(',', ';').replaceAll('.', ',')
  expect(await documentOf(german)).toEqual(plain)
})

test('the latest rows are held out if the file says when each was true', async () => {
  const lines = company(2000).map((customer, at) => `${lineOf(customer)},2026-0${1 + (at % 8)}-15`)
  const { subject, customers } = await read([`${header},snapshot_date`, ...lines, ''].join('\n'))
  expect(customers.timeColumn).toBe('snapshot_date')
  expect(subject.split.how).toBe('everything from 2026-07-15 on')
  expect(subject.split.holdout.length).toBe(500)
})

test('all rows of one customer are on the same side', async () => {
  const lines = company(1200).map((customer, at) => lineOf({ ...customer, id: `c${at % 400}` }))
  const { subject, names } = await read([header, ...lines, ''].join('\n'))
  const held = new Set(Array.from(subject.split.holdout, (row) => names[row]))
  for (const row of subject.split.training) expect(held.has(names[row])).toBe(false)
})

test('what only those have who left is not used, unless it is asked for by name', async () => {
  const customers = company(1500)
  const lines = customers.map((one) => `${lineOf(one)},${one.left ? '2026-05-01' : ''},${one.left ? 9 : 1}`)
  const text = [`${header},goodbye_at,farewell`, ...lines, ''].join('\n')
  const study = studyChurn((await read(text)).subject)
  expect(study.unused.map(({ name }) => name)).toEqual(['days since goodbye_at', 'farewell'])
  const { customers: table } = await read(
    text.replace('goodbye_at', 'churn_reason').replace('farewell', 'cheer'),
  )
  expect(table.unused).toEqual([
    { name: 'churn_reason', because: 'its name says that it is about leaving itself' },
  ])
  const asked = studyChurn((await read(text, { features: ['farewell', 'tenure'] })).subject)
  expect(asked.drivers[0]?.feature).toBe('farewell')
  expect(asked.verdict.judgements[0]?.auc).toBeGreaterThan(0.99)
})

test('missing values count as such, and rows without a label are scored but not learnt from', async () => {
  const lines = company(1500).map((one, at) => {
    const line = at % 10 === 0 ? lineOf(one).replace(one.charge, ['', 'NA', '?'][at % 3] ?? '') : lineOf(one)
    return at % 50 === 7 ? line.replace(/,(?:Yes|No)$/, ',') : line
  })
  const file = await read([header, ...lines, ''].join('\n'))
  expect(file.labels.unknownRows).toBe(30)
  const study = studyChurn(file.subject)
  const charge = study.drivers.find(({ feature }) => feature === 'charge')
  expect(charge?.missing).toBeGreaterThan(90)
  expect(charge?.effects.map(({ value }) => value)).toContain('missing')
  const { training, holdout } = file.subject.split
  expect(training.length + holdout.length).toBe(1470)
})

test.each([
  ['churned', ['1', '0', '1'], [1, 0, 1]],
  ['Churn', ['True.', 'False.', ''], [1, 0, NaN]],
  ['Exited', ['1.0', '0.0', 'NaN'], [1, 0, NaN]],
  ['target', ['-1', '1', '-1'], [0, 1, 0]],
  ['Attrition_Flag', ['Existing Customer', 'Attrited Customer', 'Existing Customer'], [0, 1, 0]],
  ['bought_again', ['yes', 'no', 'yes'], [0, 1, 0]],
  ['is_retained', ['1', '0', '0'], [0, 1, 1]],
  ['not_retained', ['1', '0', '0'], [1, 0, 0]],
])('labels are read by what %s asks', async (label, cells, outcomes) => {
  const { subject } = await read(`x,${label}\n${cells.map((cell, i) => `${i},${cell}`).join('\n')}\n`, {
    label,
  })
  expect([...subject.outcomes]).toEqual(outcomes)
})

test.each([
  ['two columns of labels', 'id,Churn,Churn Value\n1,Yes,1\n2,No,0\n', {}, /--label/],
  ['no column of labels', 'id,weight\n1,2\n', {}, /no such column of labels.*id, weight/],
  ['a label of its own', 'id,status\n1,Churned\n2,Joined\n', { label: 'status' }, /"Joined".*--churned/],
  ['labels that all mean the same', 'id,churn\n1,no\n2,0\n', {}, /mean the same/],
  ['two columns of one name', 'id,age,age,churn\n1,2,3,no\n', {}, /two of its columns/],
  ['a column that is not there', 'id,churn\n1,yes\n2,no\n', { time: 'week' }, /no column week/],
  ['dates that can be read two ways', 'day,churn\n03/04/2026,yes\n05/06/2026,no\n', {}, /--date-order/],
  ['numbers that can be read two ways', 'x;churn\n1,250;yes\n2,500;no\n', {}, /--decimal/],
])('%s: refused, and nothing is guessed', async (_, text, options, message) => {
  await expect(read(text, options)).rejects.toThrow(message)
})

test('what people say decides: the label that means left, the decimal mark', async () => {
  const joined = 'id,status\n1,Churned\n2,Joined\n3,Stayed\n'
  const { subject } = await read(joined, { label: 'Status', churned: 'churned' })
  expect([...subject.outcomes]).toEqual([1, 0, 0])
  const { subject: decimals } = await read('x;churn\n1,250;yes\n2,500;no\n', { decimal: ',' })
  expect(decimals.features[0]).toMatchObject({ name: 'x', values: Float64Array.of(1.25, 2.5) })
})

test('a file that nothing can be learnt from says why', async () => {
  const few = await read(fileOf(company(30)))
  expect(() => studyChurn(few.subject)).toThrow(/needs 10 of each/)
  const only = await read(fileOf(company(600)), { features: ['customer_id'] })
  expect(() => studyChurn(only.subject)).toThrow(/nothing to learn from.*customer_id/)
})

test('a feature that says nothing is not claimed to predict', async () => {
  const dice = new Dice(8)
  const lines = Array.from(
    { length: 2000 },
    (_, id) => `${id},${dice.uniform()},${Math.round(dice.uniform())}`,
  )
  const study = studyChurn((await read(`id,x,churn\n${lines.join('\n')}\n`)).subject)
  expect(study.verdict.isBetter).toBe(false)
  expect(study.verdict.inWords).toMatch(/not clearly better than the base rate/)
})

test('the command prints its judgement, and writes the probability of each customer', async () => {
  const file = join(folder, 'customers.csv')
  await writeFile(file, fileOf(company(1500)))
  const out = join(folder, 'scores.csv')
  const run = (...words: string[]) =>
    promisify(execFile)(process.execPath, [
      ...[join(import.meta.dirname, '../../cli/main.ts'), 'churn', 'fit', '--customers', file],
      ...words,
    ])
  const { stdout } = await run('--json', '--out', out)
  const document = JSON.parse(stdout)
  expect(document).toMatchObject({ isBetter: true, file: { rows: 1500, customer: 'customer_id' } })
  const lines = (await readFile(out, 'utf8')).trim().split('\n')
  expect(lines.length).toBe(1501)
  expect(lines[1]).toMatch(/^c0,(?:training|holdout),[01],0\.\d{6}$/)
  const shown = await run()
  expect(shown.stdout).toContain(`the model`)
  expect(shown.stdout).toContain(document.judgements[0].auc.toFixed(4))
})

const start = dayOf(2024, 1, 1) ?? 0

/** Simulated purchases over 400 days; if `isOther`, a third of the customers buys nothing after the day `turned`. */
function purchases(isOther = false, turned = start + 299): string {
  const dice = new Dice(21)
  const lines = Array.from({ length: 700 }, (_, id) => {
    const first = start + (id % 120)
    const { frequency, recency } = simulateCustomer(dice, 'bg_nbd', [0.9, 5, 0.7, 2.5], 40)
    return Array.from({ length: frequency + 1 }, (__, n) => {
      const day = first + Math.round((recency * 7 * n) / Math.max(1, frequency))
      const isGone = isOther && day > turned && id % 3 === 0
      return isGone ? [] : [`c${id},${isoDay(day)},${5 + (n % 7)}`]
    }).flat()
  })
  return ['customer,date,amount', ...lines.flat(), `last,${isoDay(start + 399)},1`, ''].join('\n')
}

async function casesOf(text: string, horizon?: number) {
  const file = join(folder, 'purchases.csv')
  await writeFile(file, text)
  const { content } = await readPurchases(file)
  return purchaseCases(content.purchases, { ...(horizon !== undefined && { horizon }) })
}

test('cases from purchases are as customers were on the day, and labels what they did in the horizon after', async () => {
  const cases = await casesOf(
    'customer,date,amount\na,2026-01-01,5\na,2026-01-31,7\na,2026-04-15,9\nb,2026-01-10,2\nz,2026-05-01,1\n',
    30,
  )
  expect(cases).toMatchObject({ holdoutDay: '2026-04-01', trainingDays: ['2026-03-02', '2026-01-31'] })
  const amountOf = (feature: string, row: number) => {
    const found = cases.subject.features.find(({ name }) => name === feature)
    return found?.kind === 'number' ? found.values[row] : undefined
  }
  const rows = [...cases.subject.split.holdout]
  expect(rows.map((row) => cases.names[row])).toEqual(['a', 'b'])
  expect(rows.map((row) => cases.subject.outcomes[row])).toEqual([0, 1])
  expect(rows.map((row) => amountOf('days since the last purchase', row))).toEqual([60, 81])
  expect(rows.map((row) => amountOf('value of all purchases', row))).toEqual([12, 2])
  expect(rows.map((row) => amountOf('days between purchases, mean', row))).toEqual([30, NaN])
  expect(rows.map((row) => amountOf('purchases of the last 30 days', row))).toEqual([0, 0])
})

test('what happens after the day of the holdout changes neither the model nor what it says of that day', async () => {
  const study = await casesOf(purchases(), 100)
  const other = await casesOf(purchases(true), 100)
  expect(study.holdoutDay).toBe(isoDay(start + 299))
  expect(other.subject.features).toEqual(study.subject.features)
  expect(other.subject.rivals).toEqual(study.subject.rivals)
  expect(other.subject.outcomes).not.toEqual(study.subject.outcomes)
  const [one, two] = [studyChurn(study.subject), studyChurn(other.subject)]
  expect(two.model.fit).toEqual(one.model.fit)
  expect(two.drivers).toEqual(one.drivers)
  expect(two.verdict.judgements).not.toEqual(one.verdict.judgements)
})

test('customers who buy by a known process are predicted better than by the base rate, and about as well as by its model', async () => {
  const { verdict } = studyChurn((await casesOf(purchases(), 100)).subject)
  const lossOf = (name: RegExp) => verdict.judgements.find((one) => name.test(one.name))?.logLoss ?? NaN
  expect(lossOf(/the model/)).toBeLessThan(lossOf(/base rate/))
  expect(Math.abs(lossOf(/the model/) - lossOf(/no purchase by/))).toBeLessThan(0.05)
})

test('a period that is too short is refused, and so are summaries', async () => {
  await expect(casesOf('customer,date\na,2026-01-01\nb,2026-02-01\n', 30)).rejects.toThrow(
    /too short.*--horizon/,
  )
  await expect(casesOf('id,frequency,recency,T\n1,2,3,9\n2,0,0,8\n')).rejects.toThrow(/summaries/)
})

const sample = publicData('cdnow/CDNOW_sample.txt')

describe.skipIf(sample === null)('CDNOW, which is only there if CLIENTELE_DATA has it', () => {
  test('its later purchases are predicted better than by the base rate and by any single feature', async () => {
    const columns = { customer: '2', date: '3', amount: '5' }
    const { content } = await readPurchases(sample ?? '', { columns })
    const { verdict } = studyChurn(purchaseCases(content.purchases).subject)
    const [model, base, single] = verdict.judgements
    expect(verdict.rows).toBe(1646)
    expect(model?.auc).toBeGreaterThan(0.78)
    expect(model?.logLoss ?? 1).toBeLessThan((base?.logLoss ?? 0) - 0.08)
    expect(single?.modelAdvantageLower).toBeGreaterThan(0)
  })
})
