import { company } from '#settings'
import { phoneIn } from './phones.ts'

/* What the systems know about the company itself. */

export const homeMarket = company.markets[0]
export const shopHandle = company.name
  .toLowerCase()
  .replaceAll('&', 'and')
  .replace(/[^a-z0-9]/g, '')
export const shopHost = `${shopHandle || 'shop'}.example`

/** The discount code of customers who come back: `HEARTH15`. */
export const returningCode = `${company.name.split(' ')[0]?.toUpperCase()}15`

const isBritish = homeMarket === 'GB'

/** What cashiers type for a buyer who gives no number, because the till requires one. */
export const shopPhone = isBritish ? '+442079460123' : ownNumber()
/** What cashiers and members write where a form demands an email address. */
export const inventedMailbox = 'thankyou@gmail.example'
/** The line that customers call. */
export const servicePhone = isBritish ? '+448081570000' : shopPhone

function ownNumber(): string {
  const { code, number } = phoneIn(homeMarket, 9_999_990, 'fixed')
  return `+${code}${number}`
}
