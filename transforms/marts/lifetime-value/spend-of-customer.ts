/** The smallest mean value of a purchase: who returned everything spends next to nothing. */
const leastMean = 0.01

/** What Gamma-Gamma knows of a customer: how many purchases had a value, and their mean after returns. */
export function spendOfCustomer(
  valuedCount: number,
  netAmount: number,
): {
  readonly purchases: number
  readonly meanValue: number
} {
  if (valuedCount === 0) return { purchases: 0, meanValue: 0 }
  return { purchases: valuedCount, meanValue: Math.max(leastMean, netAmount / valuedCount) }
}
