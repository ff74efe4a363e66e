/**
 * How a kind of customer behaves. Purchases follow BG/NBD (Fader, Hardie & Lee 2005): each person buys at an
 * individual weekly rate, drawn from gamma(r, alpha), and leaves for good after each purchase with an individual
 * probability, drawn from beta(a, b). Spending follows Gamma-Gamma (Fader & Hardie 2013), in hundreds of the
 * currency's smallest unit: gamma(p, nu) for an order, with nu drawn for each person from gamma(q, gamma).
 */
export interface Segment {
  readonly name: string
  readonly weight: number
  readonly buys: { readonly r: number; readonly alpha: number }
  readonly leaves: { readonly a: number; readonly b: number }
  readonly spends: { readonly p: number; readonly q: number; readonly gamma: number }
  readonly usesCodes: number
  readonly sendsBack: number
  readonly buysInStore: number
}

export const segments: readonly [Segment, ...Segment[]] = [
  {
    name: 'regular',
    weight: 40,
    buys: { r: 1.5, alpha: 55 },
    leaves: { a: 1, b: 5 },
    spends: { p: 6, q: 4, gamma: 26 },
    usesCodes: 0.15,
    sendsBack: 0.05,
    buysInStore: 0.2,
  },
  {
    name: 'devoted',
    weight: 14,
    buys: { r: 4, alpha: 42 },
    leaves: { a: 1, b: 22 },
    spends: { p: 6, q: 4, gamma: 28 },
    usesCodes: 0.1,
    sendsBack: 0.05,
    buysInStore: 0.35,
  },
  {
    name: 'furnishing',
    weight: 12,
    buys: { r: 0.9, alpha: 50 },
    leaves: { a: 1.2, b: 4 },
    spends: { p: 5, q: 3.5, gamma: 70 },
    usesCodes: 0.2,
    sendsBack: 0.12,
    buysInStore: 0.1,
  },
  {
    name: 'gifts',
    weight: 19,
    buys: { r: 1, alpha: 60 },
    leaves: { a: 1, b: 7 },
    spends: { p: 6, q: 4, gamma: 15 },
    usesCodes: 0.1,
    sendsBack: 0.02,
    buysInStore: 0.3,
  },
  {
    name: 'bargains',
    weight: 15,
    buys: { r: 0.4, alpha: 45 },
    leaves: { a: 2, b: 2 },
    spends: { p: 5, q: 4, gamma: 17 },
    usesCodes: 0.65,
    sendsBack: 0.1,
    buysInStore: 0.05,
  },
]
