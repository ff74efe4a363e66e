import { join } from 'node:path'
import { type ProcedureContext, procedure } from '#engine'
import { apportion } from '../../../analytics/attribution/apportion.ts'
import { inProportion, removalEffects } from '../../../analytics/attribution/markov.ts'
import { MarkovChain } from '../../../analytics/attribution/markov-chain.ts'
import { dim_channel } from '../../warehouse/dim_channel.ts'
import { mart_attribution_path } from '../mart_attribution_path.ts'

const orders = [1, 2, 3]
const pathsAtOnce = 5000

interface PathRow {
  readonly path: string
  readonly conversions: string
  readonly value_amount: string
  readonly nulls: string
}

/** Fits the chains of all orders while it reads the paths once, in one order. */
export const fitRemovalEffects = procedure({
  reads: [mart_attribution_path, dim_channel],
  code: [import.meta.filename, join(import.meta.dirname, '../../../analytics/attribution')],
  async run(context) {
    const numbers = new Map<string, number>()
    const chains = orders.map((order) => new MarkovChain(order))
    let conversions = 0
    let cents = 0n
    for await (const row of pathsOf(context)) {
      const touches = row.path.split(' > ').map((name) => {
        const known = numbers.get(name) ?? numbers.size
        numbers.set(name, known)
        return known
      })
      const value = Number(row.value_amount)
      for (const chain of chains) {
        chain.add({ touches, conversions: Number(row.conversions), value, nulls: Number(row.nulls) })
      }
      conversions += Number(row.conversions)
      cents += BigInt(row.value_amount.replace('.', ''))
    }
    const names = [...numbers.keys()]
    for (const chain of chains) {
      const fit = removalEffects(chain, names.length)
      const credited = apportion(inProportion(conversions, fit.conversionEffects), conversions, 6)
      const worth = apportion(inProportion(Number(cents), fit.valueEffects), Number(cents), 0)
      const rows = names.map((name, at) => [
        name,
        (fit.conversionEffects[at] ?? 0).toFixed(9),
        (fit.valueEffects[at] ?? 0).toFixed(9),
        (credited[at] ?? 0).toFixed(6),
        (worth[at] ?? 0).toFixed(0),
      ])
      await store(context, rows, chain.order, fit.conversionProbability.toFixed(9), chain.size)
    }
  },
})

async function* pathsOf({ client, nameOf }: ProcedureContext): AsyncGenerator<PathRow> {
  await client.query(
    `declare path_rows cursor for select path, conversions, value_amount, nulls from ${nameOf(mart_attribution_path)} order by path collate "C"`,
  )
  for (;;) {
    const { rows } = await client.query<PathRow>(`fetch ${pathsAtOnce} from path_rows`)
    if (rows.length === 0) break
    yield* rows
  }
  await client.query('close path_rows')
}

async function store(
  { client, into, nameOf }: ProcedureContext,
  rows: readonly (readonly string[])[],
  order: number,
  probability: string,
  stateCount: number,
): Promise<void> {
  const column = (at: number) => rows.map((row) => row[at] ?? '')
  await client.query(
    `insert into ${nameOf(into)} (markov_order, channel_key, removal_effect, value_removal_effect, order_count, value_amount, conversion_probability, state_count)
     select $1::integer, channel_key, effect, value_effect, order_count, worth / 10000, $2::numeric, $3::integer
     from unnest($4::text[], $5::numeric[], $6::numeric[], $7::numeric[], $8::numeric[])
       as fitted(channel_name, effect, value_effect, order_count, worth)
     join ${nameOf(dim_channel)} using (channel_name)`,
    [order, probability, stateCount, column(0), column(1), column(2), column(3), column(4)],
  )
}
