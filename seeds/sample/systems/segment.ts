import { company } from '#settings'
import { segment } from '../../../transforms/sources/segment/segment.ts'
import { iso, minute, second } from '../calendar.ts'
import { feed } from '../feed.ts'
import type { DeviceKind, Life, Step, Visit } from '../life-events.ts'
import { majorUnits } from '../money.ts'
import { steps } from '../settings.ts'
import { reached } from '../visits.ts'
import { writtenIn } from '../written.ts'
import { accountOf, orderName } from './shopify-parts.ts'

/** Visits to website and app by people who allow cookies. Before login, only an anonymous id is known. */
export const segmentFeeds = [
  feed(segment.identify, { life: identifies }),
  feed(segment.track, { life: tracks }),
  feed(segment.page, { life: pages }),
  feed(segment.screen, { life: screens }),
  feed(segment.alias, { life: aliases }),
]

function* visitsSeen(life: Life) {
  const { cookies } = life.relations
  if (!cookies) return
  for (const visit of life.visits) if (visit.at <= life.today && visit.at < cookies.until) yield visit
}

/** The account that a buyer logs in to at the checkout. */
function userOf(life: Life, visit: Visit): string | null {
  const account = visit.purchase && accountOf(life, visit.purchase)
  return account ? String(account.id) : null
}

function message(life: Life, visit: Visit, at: number, kind: string) {
  return {
    messageId: `${kind}-${life.person.number.toString(36)}-${visit.number.toString(36)}`,
    anonymousId: life.relations.anonymousIds[visit.device],
    timestamp: iso(at),
    sentAt: iso(at),
    receivedAt: iso(at + second),
    channel: visit.device === 'app' ? 'mobile' : 'browser',
    context: { ...devices[visit.device], ...originOf(visit), locale: company.locale },
  }
}

/** Paid and sent channels are tagged as campaigns; a search engine is only visible as the referrer. */
function originOf({ channel, purchase }: Visit) {
  const { name, source, medium } = channel
  if (source === null) return {}
  if (medium === 'organic') return { page: { referrer: `https://www.${source}.com/` } }
  return { campaign: { source, medium, name: purchase?.campaign?.name ?? `always on ${name}` } }
}

const devices: Readonly<Record<DeviceKind, { readonly device: { type: string; model?: string } }>> = {
  desktop: { device: { type: 'desktop' } },
  mobile: { device: { type: 'mobile' } },
  app: { device: { type: 'ios', model: 'iPhone16,2' } },
}

function* identifies(life: Life) {
  for (const visit of visitsSeen(life)) {
    const [account] = life.relations.accounts
    if (!reached(visit, 'started') || (!visit.purchase && !account)) continue
    const at = visit.at + 3 * minute
    const written = writtenIn(life, 'segment', account?.madeAt ?? life.person.joinsAt, 0, visit.at)
    yield {
      at,
      record: {
        ...message(life, visit, at, 'identify'),
        type: 'identify' as const,
        userId: userOf(life, visit),
        traits: {
          email: written.email,
          firstName: written.givenName,
          lastName: written.familyName,
          phone: written.phone,
        },
      },
    }
  }
}

const events: Readonly<Record<Step, string>> = {
  viewed: 'Product Viewed',
  added: 'Product Added',
  started: 'Checkout Started',
  payment: 'Payment Info Entered',
}

function* tracks(life: Life) {
  for (const visit of visitsSeen(life)) {
    const { product } = visit
    const userId = userOf(life, visit)
    for (const [index, step] of steps.entries()) {
      if (!reached(visit, step)) break
      const at = visit.at + (1 + index) * minute
      const isKnown = step === 'payment'
      yield {
        at,
        record: {
          ...message(life, visit, at, step),
          type: 'track' as const,
          event: events[step],
          userId: isKnown ? userId : null,
          properties: { product_id: String(product.id), sku: product.sku, price: majorUnits(product.price) },
        },
      }
    }
    const { purchase } = visit
    if (!purchase || purchase.at > life.today) continue
    yield {
      at: purchase.at,
      record: {
        ...message(life, visit, purchase.at, 'order'),
        type: 'track' as const,
        event: 'Order Completed',
        userId,
        properties: {
          order_id: orderName(life, purchase),
          revenue: majorUnits(life.basket(purchase).total),
          currency: company.currency,
        },
      },
    }
  }
}

function* pages(life: Life) {
  for (const { visit, at, name, path } of viewsOf(life)) {
    if (visit.device === 'app') continue
    yield { at, record: { ...viewOf(life, visit, at, name, path), type: 'page' as const } }
  }
}

function* screens(life: Life) {
  for (const { visit, at, name, path } of viewsOf(life)) {
    if (visit.device !== 'app') continue
    yield { at, record: { ...viewOf(life, visit, at, name, path), type: 'screen' as const } }
  }
}

function* viewsOf(life: Life) {
  for (const visit of visitsSeen(life)) {
    yield { visit, at: visit.at, name: 'Home', path: '/' }
    if (!reached(visit, 'added')) continue
    const { title, sku } = visit.product
    yield { visit, at: visit.at + 2 * minute, name: title, path: `/products/${sku}` }
  }
}

function viewOf(life: Life, visit: Visit, at: number, name: string, path: string) {
  return {
    ...message(life, visit, at, `view${path}`),
    userId: null,
    name,
    category: path === '/' ? 'Home' : visit.product.department,
    properties: { path, title: name },
  }
}

/** The app links its install to an account at the first order. */
function* aliases(life: Life) {
  const [account] = life.relations.accounts
  if (!account) return
  for (const visit of visitsSeen(life)) {
    if (visit.device !== 'app' || visit.left !== null) continue
    const at = visit.at + 4 * minute
    yield {
      at,
      record: {
        ...message(life, visit, at, 'alias'),
        type: 'alias' as const,
        userId: String(account.id),
        previousId: life.relations.anonymousIds.app,
      },
    }
    return
  }
}
