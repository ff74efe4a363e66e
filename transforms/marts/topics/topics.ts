import { company } from '#settings'

/** What customers write about: a text is about a topic if it contains one of its words or phrases. */
export interface Topic {
  readonly name: string
  /** Words and phrases; a `*` stands for any letters, and a `…` for up to five words. */
  readonly words: readonly string[]
}

/** Topics of every company that sells goods, in the order in which they are listed; a text can have several. */
const everywhere: readonly Topic[] = [
  {
    name: 'delivery',
    words: words`deliver*, courier, parcel*, shipping, shipped, shipment, dispatch*, tracking, arrive, where is my order,
      has not come, still waiting, still no, days ago, over a week ago, delay*, late, any news of`,
  },
  {
    name: 'damage',
    words: words`broken, broke, breaks, damaged, damage, cracked, crack, chip, chipped, smashed, shattered, in pieces, dented,
      scratched, torn, leaking, faulty, defective, stopped working`,
  },
  { name: 'packaging', words: words`packing, packaging, packed, wrapped badly, box was, crushed` },
  {
    name: 'quality',
    words: words`quality, well made, poorly made, badly made, flimsy, sturdy, cheaply made, waste of money, not what i paid
      for, durable, fell apart, falling apart`,
  },
  {
    name: 'price',
    words: words`price*, expensive, overpriced, cheap, cheaper, discount*, voucher, promo code, value for money, bargain,
      worth the money`,
  },
  {
    name: 'return or refund',
    words: words`refund*, return it, return the, returning, send … back, sent … back, money back, exchange`,
  },
  {
    name: 'service',
    words: words`customer service, service, staff, assistant, rude, helpful, unhelpful, nobody answers, nobody tells,
      no reply, no response, on hold, phone line`,
  },
  {
    name: 'order or invoice',
    words: words`invoice, receipt, vat, order number, cancel my order, change my order, charged twice`,
  },
  {
    name: 'account',
    words: words`account, password, log in, login, sign in, change of address, change the address, i have moved, unsubscribe`,
  },
  {
    name: 'availability',
    words: words`in stock, out of stock, sold out, back in stock, available, availability, restock*`,
  },
  {
    name: 'use and care',
    words: words`how do i clean, dishwasher, washing machine, wash it, instructions, manual, how does, what size, how big,
      dimensions, how to use`,
  },
  { name: 'present', words: words`gift*, present, birthday, christmas, wedding` },
  {
    name: 'subscription',
    words: words`subscription, subscribe, monthly box, my box, cancel my box, renewal`,
  },
  {
    name: 'website or app',
    words: words`website, web site, the app, checkout, page does not, crashes, crashed`,
  },
  { name: 'loyalty', words: words`points, loyalty, rewards, membership` },
]

export const topics: readonly Topic[] = [...everywhere, ...(company.topics ?? [])]

/** A regular expression of Postgres that finds a topic in a text. */
export function patternOf({ words: alternatives }: Topic): string {
  const written = alternatives.map((one) =>
    one
      .trim()
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '[[:alnum:]]*')
      .replace(/\s+/g, '\\s+')
      .replaceAll('…\\s+', '(?:\\S+\\s+){0,5}'),
  )
  return `\\m(?:${written.join('|')})\\M`
}

function words(list: TemplateStringsArray): string[] {
  return list
    .join('')
    .split(',')
    .map((one) => one.trim().replace(/\s+/g, ' '))
}
