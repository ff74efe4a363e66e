import type { RecordOf } from '#engine'
import { delighted } from '../../../transforms/sources/delighted/delighted.ts'
import { day, seconds } from '../calendar.ts'
import { feed, type Made } from '../feed.ts'
import type { Life } from '../life-events.ts'
import { scattered } from '../relations.ts'
import { service } from '../settings.ts'
import { type Sentiment, sayingOf } from '../texts.ts'
import { writtenIn } from '../written.ts'
import { orderName } from './shopify-parts.ts'

/** How likely people are to recommend the shop, asked after an order; less likely after trouble. */
export const delightedFeeds = [feed(delighted.responses, { life: responses })]

function* responses(life: Life): Generator<Made<RecordOf<typeof delighted.responses>>> {
  for (const purchase of life.purchases) {
    const random = life.random('nps', purchase.number)
    if (purchase.isInStore || !random.chance(service.answersNps)) continue
    const mean = purchase.trouble ? 4 : 8.8
    const score = Math.max(0, Math.min(10, Math.round(mean + 1.4 * random.normal())))
    const at =
      Math.max(purchase.at + 9 * day, life.parcel(purchase).deliveredAt + day) + random.exponential(1) * day
    const written = writtenIn(life, 'delighted', life.person.joinsAt, 0, at)
    const sentiment: Sentiment = score >= 9 ? 'positive' : score >= 6 ? 'neutral' : 'negative'
    const product = life.basket(purchase).lines[0]?.product.title ?? 'candle'
    const said = random.chance(0.55) ? sayingOf(random, sentiment, product) : null
    yield {
      at,
      ...(said ? { sentiment: said.sentiment } : {}),
      record: {
        id: `${life.person.number * 1000 + purchase.number}`,
        person: {
          id: String(scattered(life.person.number, 91_234_567, 500_000_000)),
          email: written.email,
          name: `${written.givenName} ${written.familyName}`,
          phone_number: written.phone,
        },
        survey_type: 'nps',
        score,
        comment: said?.text ?? null,
        created_at: seconds(at),
        updated_at: null,
        person_properties: { order: orderName(life, purchase) },
        notes: [],
        tags: [],
        additional_answers: [],
      },
    }
  }
}
