import type { RecordOf } from '#engine'
import { company } from '#settings'
import { meta } from '../../../transforms/sources/meta/meta.ts'
import { day, hour, iso } from '../calendar.ts'
import { feed, type Made } from '../feed.ts'
import type { Life, Purchase } from '../life-events.ts'
import type { Random } from '../random.ts'
import { scattered } from '../relations.ts'
import { service } from '../settings.ts'
import { shopHandle } from '../shop.ts'
import { type Sentiment, sayingOf } from '../texts.ts'
import { writtenIn } from '../written.ts'
import { orderName } from './shopify-parts.ts'

/** What people post about the shop, and write to it, on Facebook and Instagram. */
export const metaFeeds = [feed(meta.mentions, { life: mentions }), feed(meta.messages, { life: messages })]

const page = { id: '104730000000001', name: company.name, username: shopHandle }

function accountOf(life: Life, at: number) {
  const written = writtenIn(life, 'meta', life.person.joinsAt, 0, at)
  const id = String(scattered(life.person.number, 81_234_569, 30_000_000_000))
  return { id, name: `${written.givenName} ${written.familyName}` }
}

/** People who had trouble are mostly negative, and others mostly pleased. */
function feelingOf(random: Random, hadTrouble: boolean): Sentiment {
  const draw = random.uniform()
  if (hadTrouble) return draw < 0.8 ? 'negative' : 'neutral'
  return draw < 0.7 ? 'positive' : draw < 0.93 ? 'neutral' : 'negative'
}

/** When somebody posts about a purchase; null for most. */
function mentionedAt(random: Random, purchase: Purchase): number | null {
  if (!random.chance(service.postsMention * (purchase.trouble ? 4 : 1))) return null
  return purchase.at + (3 + random.exponential(0.3)) * day
}

function* mentions(life: Life): Generator<Made<RecordOf<typeof meta.mentions>>> {
  for (const purchase of life.purchases) {
    const random = life.random('mention', purchase.number)
    const at = mentionedAt(random, purchase)
    if (at === null) continue
    const product = life.basket(purchase).lines[0]?.product.title ?? 'candle'
    const said = sayingOf(random, feelingOf(random, purchase.trouble !== null), product)
    const from = accountOf(life, at)
    const id = `${from.id}_${life.person.number * 1000 + purchase.number}`
    yield {
      at,
      sentiment: said.sentiment,
      record: {
        id,
        platform: random.pick(['facebook', 'instagram'] as const),
        created_time: iso(at),
        updated_time: iso(at),
        from: random.chance(0.85) ? from : null,
        message: `${said.text} @${shopHandle}`,
        permalink_url: `https://www.facebook.example/${id}`,
        reactions: { summary: { total_count: random.integer(0, 60) } },
        comments: { summary: { total_count: random.integer(0, 9) } },
      },
    }
  }
}

/** People who post are asked privately which order it is about, and many answer. */
function* answers(life: Life): Generator<Made<RecordOf<typeof meta.messages>>> {
  for (const purchase of life.purchases) {
    const mentioned = mentionedAt(life.random('mention', purchase.number), purchase)
    const random = life.random('asked in private', purchase.number)
    if (mentioned === null || purchase.isInStore || !random.chance(service.answersInPrivate)) continue
    const at = mentioned + hour * (2 + random.exponential(0.2))
    const from = accountOf(life, at)
    yield {
      at,
      record: {
        id: `m_${life.person.number}_${purchase.number}_p`,
        platform: random.pick(['messenger', 'instagram'] as const),
        page_id: page.id,
        conversation_id: `t_${from.id}`,
        created_time: iso(at),
        from,
        to: { data: [page] },
        message: `It is about order ${orderName(life, purchase)}.`,
      },
    }
  }
}

function* messages(life: Life): Generator<Made<RecordOf<typeof meta.messages>>> {
  yield* answers(life)
  for (const purchase of life.purchases) {
    const random = life.random('message', purchase.number)
    if (!random.chance(service.writesMessage)) continue
    const at = purchase.at + random.exponential(0.2) * day
    const product = life.basket(purchase).lines[0]?.product.title ?? 'candle'
    const said = sayingOf(random, feelingOf(random, purchase.trouble !== null), product)
    const from = accountOf(life, at)
    const quotes =
      !purchase.isInStore && life.random('quotes order', purchase.number).chance(service.quotesOrder)
    const id = `m_${life.person.number}_${purchase.number}`
    const common = {
      platform: random.pick(['messenger', 'instagram'] as const),
      page_id: page.id,
      conversation_id: `t_${from.id}`,
    }
    const message = quotes ? `${said.text} My order is ${orderName(life, purchase)}.` : said.text
    yield {
      at,
      sentiment: said.sentiment,
      record: { id, ...common, created_time: iso(at), from, to: { data: [page] }, message },
    }
    const answeredAt = at + hour * (0.2 + random.exponential(0.5))
    yield {
      at: answeredAt,
      record: {
        id: `${id}_a`,
        ...common,
        created_time: iso(answeredAt),
        from: page,
        to: { data: [from] },
        message: 'Thank you for writing to us!',
      },
    }
  }
}
