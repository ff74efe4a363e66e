/* What counts as evidence in offers. Changing a number builds again what depends on it. */

/** Baskets with more different products are those of wholesalers and moves; they are left out of pairs, and counted. */
export const largestBasket = 100
/** Customers who bought more different products are left out of the pairs of products that customers buy. */
export const longestHistory = 100
/** Two products need so many baskets or customers in common. */
export const fewestTogether = 5
/** Rules are significant if at most this share of such rules is expected to be due to chance. */
export const falseDiscoveries = 0.01
/** Pairs with fewer customers or orders in common are trusted less: they are multiplied by n / (n + this). */
export const shrinkage = 10
/** So many similar products are kept for each. */
export const mostSimilar = 20
/** A customer's last so many products say what they may want. */
export const recentProducts = 20
/** So many popular products are candidates for everybody. */
export const popularProducts = 40
/** Products are bought again if more than this share of the buyers who come back does so, with 95 % confidence. */
export const boughtAgainShare = 0.1
/** So many products are suggested to a customer. */
export const suggestionsEach = 5
/** At most so many customers are in a backtest; of more, those with the lowest hashes. */
export const mostTested = 20_000
