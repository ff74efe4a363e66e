import { type Expected, expectedFromStart } from './absorption.ts'
import { equationsOf } from './equations.ts'
import { MarkovChain } from './markov-chain.ts'
import type { PathSet } from './paths.ts'
import type { Credit } from './touch-weights.ts'

export interface Removal {
  /** The probability that a journey converts, and the value that it is expected to have. */
  readonly conversionProbability: number
  readonly expectedValue: number
  readonly stateCount: number
  /** By channel: the share of the conversions, and of the value, that would be lost without it; 0 to 1. */
  readonly conversionEffects: readonly number[]
  readonly valueEffects: readonly number[]
}

/**
 * The removal effect of each channel in a Markov chain of paths, exactly: 1 - P(conversion without the channel) / P(conversion).
 * Anderl, Becker, von Wangenheim & Schumann (2016), "Mapping the customer journey", IJRM 33(3). A journey that would enter the
 * channel ends without a conversion; no other transition changes, and nothing is spread over the remaining channels. In a
 * chain of higher order, that removes each state whose current channel it is; states that have it earlier cannot be reached
 * any more. By value, a conversion from a state is worth the mean of the conversions from there.
 */
export function removalEffects(chain: MarkovChain, channelCount: number): Removal {
  const [conversion, value] = expectedFromStart(
    equationsOf(chain),
    [chain.conversions, chain.value],
    channelCount,
  )
  return {
    conversionProbability: conversion?.whole ?? 0,
    expectedValue: value?.whole ?? 0,
    stateCount: chain.size,
    conversionEffects: effectsOf(conversion),
    valueEffects: effectsOf(value),
  }
}

function effectsOf({ whole, without }: Expected = { whole: 0, without: [] }): number[] {
  return without.map((left) => (whole === 0 ? 0 : Math.min(1, Math.max(0, 1 - left / whole))))
}

/** Conversions and value, put down to channels in proportion to their removal effects. */
export function markovCredit(
  set: PathSet,
  order: number,
): Credit & { readonly removal: Removal; readonly valueByConversionEffects: readonly number[] } {
  const chain = new MarkovChain(order)
  for (const path of set.paths) chain.add(path)
  const removal = removalEffects(chain, set.channels.length)
  return {
    removal,
    conversions: inProportion(set.conversions, removal.conversionEffects),
    value: inProportion(set.value, removal.valueEffects),
    valueByConversionEffects: inProportion(set.value, removal.conversionEffects),
  }
}

/** The total, divided in proportion to removal effects. */
export function inProportion(total: number, effects: readonly number[]): number[] {
  const sum = effects.reduce((all, effect) => all + effect, 0)
  return effects.map((effect) => (sum === 0 ? 0 : (total * effect) / sum))
}
