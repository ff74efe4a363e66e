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
}

export interface Attribution {
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
  const { removal, ...markov } = markovCredit(set, order)
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
  return {
    conversions: set.conversions,
    value: set.value,
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
    })),
  }
}
