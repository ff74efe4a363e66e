/** Names like one that does not exist, the nearest first, at most three; none if nothing comes near. */
export function nearestNames(name: string, known: Iterable<string>): string[] {
  return [...new Set(known)]
    .map((other) => ({ other, distance: distanceTo(name, other) }))
    .filter(({ other, distance }) => distance <= Math.max(2, other.length / 3))
    .sort((a, b) => a.distance - b.distance || (a.other < b.other ? -1 : 1))
    .slice(0, 3)
    .map(({ other }) => other)
}

/** ` Did you mean a, b or c?`, to be put after a sentence; nothing if no name comes near. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const names = nearestNames(name, known)
  return names.length === 0 ? '' : ` Did you mean ${disjunction.format(names)}?`
}

const disjunction = new Intl.ListFormat('en-GB', { type: 'disjunction' })

/** A name that leaves out what stands before or after a dot or an underscore is near, too. */
function distanceTo(name: string, known: string): number {
  const isPart = known.startsWith(`${name}.`) || known.endsWith(`.${name}`) || known.endsWith(`_${name}`)
  const ownPart = known.slice(known.lastIndexOf('.') + 1)
  const parts = name.includes('.') ? [known] : [known, ownPart]
  return Math.min(isPart ? 1 : 99, ...parts.map((part) => editDistance(name.toLowerCase(), part)))
}

/** Levenshtein distance: the fewest letters to insert, remove or replace. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
