/**
 * Match weights in bits, fixed before any of the sets was measured and the same for all of them: pairs are linked
 * from 2 bits on, a probability of 80 %.
 */
export const thresholds = { keep: -6, review: -2, link: 2, bridge: 6 } as const
