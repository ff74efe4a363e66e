import { kindsOf, type Reader } from '../access/reader.ts'
import type { Sight } from './fields.ts'

/** What a reader may see of profiles. */
export function sightOf(reader: Reader): Sight {
  return { kinds: kindsOf(reader), markets: reader.markets }
}
