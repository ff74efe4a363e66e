import { InvalidArgumentError } from 'commander'
import { markets } from '../settings/market-names.ts'

const codes = [...markets.keys()].join(', ')

export const marketsHelp = `see the rows of these markets only, as a list of: ${codes}; or all`

/** The markets as the warehouse names them; null for all. */
export function marketsOf(text: string): string[] | null {
  if (text.trim() === 'all') return null
  return text.split(',').map((code) => {
    const market = markets.get(code.trim())
    if (market !== undefined) return market
    throw new InvalidArgumentError(`There is no market "${code}". Use all, or a list of: ${codes}.`)
  })
}
