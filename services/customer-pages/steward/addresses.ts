/** The page of two people. */
export function pairAddress(a: string, b: string, { isBlind }: { readonly isBlind: boolean }): string {
  return `/steward/pair/${a}/${b}${isBlind ? '?blind=1' : ''}`
}

/** Leads to the pair of the queue that comes after one. */
export function nextAddress(after: string, { isBlind }: { readonly isBlind: boolean }): string {
  return `/steward/next?after=${after}${isBlind ? '&blind=1' : ''}`
}
