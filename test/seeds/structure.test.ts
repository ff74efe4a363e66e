import { expect, test } from 'vitest'
import { sum } from '../../seeds/sample/basket.ts'
import { day, today } from '../../seeds/sample/calendar.ts'
import { errorRates, type SystemName } from '../../seeds/sample/errors.ts'
import type { Life } from '../../seeds/sample/life-events.ts'
import { livesOf } from '../../seeds/sample/people.ts'
import {
  boughtTogether,
  campaigns,
  channels,
  leaves,
  presence,
  service,
  subscriptions,
} from '../../seeds/sample/settings.ts'
import { billingOf, hazardOf } from '../../seeds/sample/systems/stripe-billing.ts'
import { type Slip, writtenIn } from '../../seeds/sample/written.ts'

/* The parameters can be recovered: each rate is within four standard errors of its setting. */

const lives = [...livesOf({ customers: 4000, seed: 20261031, today })].filter(
  ({ person }) => person.joinsAt <= today,
)
const customers = lives.filter(({ person }) => !person.isProspect)
const purchases = customers.flatMap((life) => life.purchases.map((purchase) => ({ life, purchase })))

function near(found: number, of: number, rate: number): void {
  expect(of).toBeGreaterThan(30)
  expect(Math.abs(found / of - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / of) + 1e-9)
}

const count = <T>(items: readonly T[], is: (item: T) => boolean) => items.filter(is).length

test.each(Object.keys(errorRates))('%s makes errors at the rates of its settings', (name) => {
  const system = Object.keys(errorRates).find((one): one is SystemName => one === name) ?? 'shopify'
  const rates = errorRates[system]
  const all = lives.map((life) => writtenIn(life, system, life.person.joinsAt).slips)
  const made = (slip: Slip) => count(all, (slips) => slips.includes(slip))
  near(made('typo'), all.length, rates.typo)
  near(made('misread'), all.length, rates.misread)
  near(made('swapped names'), all.length, rates.swappedNames)
  near(made('no phone'), all.length, rates.noPhone)
  near(made('no email'), all.length, rates.noEmail)
  near(made('no birth date'), all.length, rates.noBirthDate)
})

test('strangers share only name and birthday', () => {
  const byNumber = new Map(lives.map((life) => [life.person.number, life.person]))
  const strangers = lives.flatMap(({ person }) => {
    const other = person.resembles === null ? undefined : byNumber.get(person.resembles)
    return other ? [[person, other] as const] : []
  })
  expect(strangers.length).toBeGreaterThan(10)
  for (const [one, other] of strangers) {
    expect(one.givenName).toBe(other.givenName)
    expect(one.birthDate).toBe(other.birthDate)
    expect(one.phone).not.toEqual(other.phone)
    expect(one.mailboxes[0].address).not.toBe(other.mailboxes[0].address)
  }
  const free = lives.filter(({ person }) => person.bond === null)
  expect(new Set(free.map(({ person }) => person.phone.number)).size).toBe(free.length)
  expect(new Set(free.map(({ person }) => person.mailboxes[0].address)).size).toBe(free.length)
})

test('twins, couples and children share what their bond says with the head of the household, and no given name', () => {
  const byNumber = new Map(lives.map((life) => [life.person.number, life.person]))
  const members = lives.filter(({ person }) => person.household !== null)
  expect(count(members, ({ person }) => person.bond === 'twin')).toBeGreaterThan(10)
  expect(count(members, ({ person }) => person.bond === 'couple')).toBeGreaterThan(10)
  expect(count(members, ({ person }) => person.bond === 'child')).toBeGreaterThan(10)
  for (const { person } of members) {
    const head = byNumber.get(person.household ?? -1)
    if (person.bond === null || !head) continue
    expect(person.phone).toEqual(head.phone)
    expect(person.givenName).not.toBe(head.givenName)
    const isFamily = person.bond !== 'couple'
    expect(person.mailboxes[0].address === head.mailboxes[0].address).toBe(isFamily)
    expect(person.birthDate === head.birthDate).toBe(person.bond === 'twin')
  }
})

test('people of a household share home and telephone', () => {
  const members = lives.filter(({ person }) => person.household !== null)
  expect(members.length).toBeGreaterThan(300)
  for (const { person } of members) {
    const head = lives.find((life) => life.person.number === person.household)?.person
    expect(head?.homes[0].street).toBe(person.homes[0].street)
    expect(head?.landline).toEqual(person.landline)
  }
})

test('most buy once or twice and some often, as in BG/NBD', () => {
  const orders = customers.map((life) => life.purchases.length)
  const mean = sum(orders, (number) => number) / customers.length
  expect(mean).toBeGreaterThan(2)
  expect(mean).toBeLessThan(4)
  const once = count(orders, (number) => number === 1) / customers.length
  expect(once).toBeGreaterThan(0.35)
  expect(once).toBeLessThan(0.65)
})

test('nobody leaves before the first repeat purchase, unless there was trouble', () => {
  for (const { buying } of customers) {
    const [first] = buying.purchases
    if (buying.leftAt === first?.at) expect(first?.trouble).not.toBeNull()
  }
})

test('trouble happens at its rate, and makes people leave', () => {
  const own = purchases.filter(({ purchase }) => purchase.campaign === null)
  const online = own.filter(({ purchase }) => !purchase.isInStore)
  near(
    count(online, ({ purchase }) => purchase.trouble === 'late'),
    online.length,
    service.late,
  )
  const isLast = ({ life, purchase }: { life: Life; purchase: { at: number } }) =>
    life.buying.leftAt === purchase.at
  const repeats = online.filter(({ purchase }) => purchase.number > 0)
  const troubled = repeats.filter(({ purchase }) => purchase.trouble !== null)
  const smooth = repeats.filter(({ purchase }) => purchase.trouble === null)
  const ratio = count(troubled, isLast) / troubled.length / (count(smooth, isLast) / smooth.length)
  // the factor applies to each person; averaged over people, and capped at 1, it is smaller
  expect(ratio).toBeGreaterThan(1.4)
  expect(ratio).toBeLessThan(service.churnFactor)
})

test('visits of each channel convert at its rate', () => {
  const visits = customers.flatMap((life) => life.visits)
  for (const channel of channels) {
    // orders caused by a campaign come by email in addition
    const own = visits.filter((visit) => visit.channel.name === channel.name && !visit.purchase?.campaign)
    const buys = count(own, ({ purchase }) => purchase !== null)
    expect(Math.abs(buys / own.length - channel.conversion)).toBeLessThan(0.05)
  }
})

test('visits end after each step at its rate, and on phones often at payment', () => {
  const visits = customers.flatMap((life) => life.visits).filter(({ left }) => left !== null)
  for (const device of ['desktop', 'mobile', 'app'] as const) {
    const own = visits.filter((visit) => visit.device === device)
    for (const step of ['viewed', 'added', 'started', 'payment'] as const) {
      near(
        count(own, ({ left }) => left === step),
        own.length,
        leaves[device][step],
      )
    }
  }
})

test('campaigns go to random subscribers, and cause orders at their rate', () => {
  const sendings = customers.flatMap((life) => life.sendings)
  for (const kind of ['sale', 'launch', 'newsletter'] as const) {
    const own = sendings.filter(({ campaign }) => campaign.kind === kind)
    const bought = count(own, ({ purchase }) => purchase !== null)
    // people who have left do not return
    expect(bought / own.length).toBeLessThan(campaigns.uplift[kind] * 1.2 + 0.002)
    expect(bought / own.length).toBeGreaterThan(campaigns.uplift[kind] * 0.2 - 0.001)
  }
  for (const { purchase, clickedAt } of sendings) {
    if (purchase) expect(clickedAt ?? Number.POSITIVE_INFINITY).toBeLessThan(purchase.at)
  }
  near(
    count(customers, (life) => life.mailing.subscribedAt !== null),
    customers.length,
    presence.subscribesToEmail,
  )
})

test('products that go together are bought together', () => {
  const baskets = purchases.map(({ life, purchase }) =>
    life.basket(purchase).lines.map(({ product }) => product.title),
  )
  for (const { first, second, chance } of boughtTogether) {
    const withFirst = baskets.filter((titles) => titles.includes(first))
    const both = count(withFirst, (titles) => titles.includes(second)) / withFirst.length
    const without = count(baskets, (titles) => titles.includes(second)) / baskets.length
    expect(both).toBeGreaterThan(chance - 0.12)
    expect(both).toBeGreaterThan(1.5 * without)
  }
})

test('subscriptions end at the rate of each month', () => {
  const many = livesOf({ customers: 30_000, seed: 3, today })
  const months = [...many].flatMap((life) => {
    const billing = life.relations.billingId ? billingOf(life) : null
    return billing ? [Math.round((billing.endsAt - billing.startsAt) / (30 * day))] : []
  })
  for (let month = 1; month <= subscriptions.hazards.length; month++) {
    const reached = months.filter((number) => number >= month)
    near(
      count(reached, (number) => number === month),
      reached.length,
      hazardOf(month),
    )
  }
})
