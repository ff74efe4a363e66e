import { type Sql, sql, value } from '#engine'
import { marketNames, otherMarkets, unknownMarket } from '../../../settings/market-names.ts'

/** The market of a country as the warehouse writes it: itself if the company sells there, as the settings say. */
export function marketOf(country: Sql): Sql {
  return sql`case
        when ${country} = any (${value(marketNames)}) then ${country}
        when ${country} = 'Unknown' then ${value(unknownMarket)}
        else ${value(otherMarkets)}
      end`
}
