import type { RecordOf } from '#engine'
import { typeform } from '../../../transforms/sources/typeform/typeform.ts'
import { iso, minute } from '../calendar.ts'
import { feed, type Made } from '../feed.ts'
import type { Life } from '../life-events.ts'
import { sayingOf } from '../texts.ts'
import { writtenIn } from '../written.ts'

/** How satisfied people were with customer service (1 to 5), with a comment. */
export const typeformFeeds = [feed(typeform.responses, { life: responses })]

function* responses(life: Life): Generator<Made<RecordOf<typeof typeform.responses>>> {
  for (const one of life.cases) {
    if (one.csat === null || one.deletedAt !== null) continue
    const random = life.random('csat', one.number)
    const at = one.solvedAt + random.integer(20, 3000) * minute
    const written = writtenIn(life, 'typeform', one.at, 0, at)
    const product = life.basket(one.purchase).lines[0]?.product.title ?? 'candle'
    const said = sayingOf(
      random,
      one.csat >= 4 ? 'positive' : one.csat === 3 ? 'neutral' : 'negative',
      product,
    )
    yield {
      at,
      sentiment: said.sentiment,
      record: {
        token: random.code(24),
        form_id: 'hhCsat01',
        response_type: 'completed',
        landed_at: iso(at - 2 * minute),
        submitted_at: iso(at),
        metadata: { platform: random.pick(['mobile', 'other']) },
        hidden: { email: written.email, name: `${written.givenName} ${written.familyName}` },
        answers: [
          { type: 'number', field: { id: 'csat', type: 'rating', ref: 'csat' }, number: one.csat },
          { type: 'text', field: { id: 'why', type: 'long_text', ref: 'why' }, text: said.text },
        ],
      },
    }
  }
}
