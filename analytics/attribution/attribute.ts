import { apportion } from './apportion.ts'
import { markovCredit, type Removal } from './markov.ts'
import { type Path, pathSet } from './paths.ts'
import { shapleyCredit } from './shapley.ts'
import { type Credit, pathCredit, pathModels } from './touch-weights.ts'

export const attributionModels = [...pathModels, 'markov', 'shapley'] as const
export type AttributionModel = (typeof attributionModels)[number]

export interface ChannelCredit {
  readonly channel: string
  /** Each model's columns add up to the totals exactly, in decimals. */
  readonly conversions: Readonly<Record<AttributionModel, number>>
  readonly value: Readonly<Record<AttributionModel, number>>
  readonly removalEffect: number
  readonly valueRemovalEffect: number
  /** The value, put down in proportion to the removal effects of conversions, as if all were worth the same. */
  readonly valueByConversionEffect: number
}

export interface Attribution {
  /** Totals, with as many decimal places as numbers of their size keep exactly, at most 9. */
  readonly conversions: number
  readonly value: number
  readonly nulls: number
  readonly distinctPaths: number
  readonly longestPath: number
  readonly markov: Pick<Removal, 'conversionProbability' | 'expectedValue' | 'stateCount'> & {
    readonly order: number
  }
  readonly halfLife: number
  /** Sorted by name. */
  readonly channels: readonly ChannelCredit[]
}

/**
 * What each channel is credited with by each model. `order` is that of the Markov chain, 1 to 3; `halfLife` is in touchpoints.
 * The same rows in any order give the same digits, and credits add up to the totals exactly.
 */
export function attribute(rows: Iterable<Path>, { order = 1, halfLife = 2 } = {}): Attribution {
  if (![1, 2, 3].includes(order)) throw new RangeError(`The order of the chain is 1, 2 or 3, not ${order}.`)
  const set = pathSet(rows)
  const { removal, valueByConversionEffects, ...markov } = markovCredit(set, order)
  const byConversionEffect = apportion(valueByConversionEffects, set.value)
  const credit = (model: AttributionModel): Credit => {
    if (model === 'markov') return markov
    return model === 'shapley' ? shapleyCredit(set) : pathCredit(set, model, halfLife)
  }
  const credits = attributionModels.map((model) => {
    const { conversions, value } = credit(model)
    return [model, apportion(conversions, set.conversions), apportion(value, set.value)] as const
  })
  const column = (channel: number, of: 1 | 2): Record<AttributionModel, number> => {
    const numbers = { first: 0, last: 0, linear: 0, position: 0, decay: 0, markov: 0, shapley: 0 }
    for (const one of credits) numbers[one[0]] = one[of][channel] ?? 0
    return numbers
  }
  const [conversions = 0] = apportion([set.conversions], set.conversions)
  const [value = 0] = apportion([set.value], set.value)
  return {
    conversions,
    value,
    nulls: set.nulls,
    distinctPaths: set.paths.length,
    longestPath: set.paths.reduce((longest, { touches }) => Math.max(longest, touches.length), 0),
    markov: {
      order,
      conversionProbability: removal.conversionProbability,
      expectedValue: removal.expectedValue,
      stateCount: removal.stateCount,
    },
    halfLife,
    channels: set.channels.map((channel, number) => ({
      channel,
      conversions: column(number, 1),
      value: column(number, 2),
      removalEffect: removal.conversionEffects[number] ?? 0,
      valueRemovalEffect: removal.valueEffects[number] ?? 0,
      valueByConversionEffect: byConversionEffect[number] ?? 0,
    })),
  }
}
