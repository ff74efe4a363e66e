/**
 * Match weights in bits, the same for all data sets and chosen before any of them was measured. Pairs are linked from
 * 2 bits on, a probability of 80 %.
 */
export const thresholds = { keep: -6, review: -2, link: 2, bridge: 6 } as const
