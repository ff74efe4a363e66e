/** Everything that the figures of lifetime value are computed with: if it changes, they are computed again. */
export const lifetimeValueCode = [
  `${import.meta.dirname}/../../../analytics/lifetime-value`,
  import.meta.dirname,
  `${import.meta.dirname}/../models`,
]
