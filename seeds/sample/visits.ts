import { day, minute } from './calendar.ts'
import { catalogue } from './catalogue.ts'
import type { DeviceKind, Life, Step, Visit } from './life-events.ts'
import type { Random } from './random.ts'
import { type Channel, channels, deviceShares, leaves, steps } from './settings.ts'

const allWeights = channels.reduce((sum, { weight }) => sum + weight, 0)
const emailChannel = channels.find(({ name }) => name === 'email') ?? channels[0]

/**
 * Visits up to and including the one in which each online order is placed. Each channel has as many visits without
 * an order as its conversion implies.
 */
export function visitsOf(life: Life): readonly Visit[] {
  const visits: Visit[] = []
  for (const purchase of life.plannedPurchases) {
    if (purchase.isInStore) continue
    const random = life.random('visits', purchase.number)
    let number = purchase.number * 100
    const add = (at: number, channel: Channel, buys: boolean) => {
      const device = deviceOf(random, life)
      const product = random.weighted(catalogue)
      const left = leftAfter(random, device)
      visits.push({
        number: number++,
        at,
        channel,
        device,
        product,
        left: buys ? null : left,
        purchase: buys ? purchase : null,
      })
    }
    const buyingVisit = random.weighted(channels)
    add(purchase.at - random.integer(6, 40) * minute, purchase.campaign ? emailChannel : buyingVisit, true)
    for (const channel of channels) {
      const others = random.poisson((channel.weight / allWeights) * (1 / channel.conversion - 1))
      for (let other = 0; other < others; other++) {
        add(purchase.at - (0.2 + 13 * random.uniform()) * day, channel, false)
      }
    }
  }
  if (life.person.isProspect) prospectVisit(life, visits)
  return visits.sort((a, b) => a.at - b.at || a.number - b.number)
}

function prospectVisit(life: Life, visits: Visit[]): void {
  const random = life.random('visits')
  const device = deviceOf(random, life)
  visits.push({
    number: 0,
    at: life.person.joinsAt - 10 * minute,
    channel: random.weighted(channels),
    device,
    product: random.weighted(catalogue),
    left: leftAfter(random, device),
    purchase: null,
  })
}

function deviceOf(random: Random, life: Life): DeviceKind {
  const draw = random.uniform()
  if (draw < deviceShares.app && life.relations.usesApp) return 'app'
  return draw < deviceShares.app + deviceShares.mobile ? 'mobile' : 'desktop'
}

function leftAfter(random: Random, device: DeviceKind): Step {
  let draw = random.uniform()
  for (const step of steps) {
    draw -= leaves[device][step]
    if (draw < 0) return step
  }
  return 'viewed'
}

/** Whether the visitor completed a step. */
export function reached(visit: Visit, step: Step): boolean {
  return visit.left === null || steps.indexOf(visit.left) >= steps.indexOf(step)
}
