/** Postgres counts edits in no longer strings than this. */
const longest = 255

/** Whether so many insertions, deletions and replacements of characters turn the one into the other. */
export function withinEdits(a: string, b: string, atMost: number): boolean {
  if (a === b) return atMost >= 0
  // characters, as Postgres counts them, are code points
  const one = Array.from(a).slice(0, longest)
  const other = Array.from(b).slice(0, longest)
  if (Math.abs(one.length - other.length) > atMost) return false
  let before = Array.from({ length: other.length + 1 }, (_, j) => j)
  for (const [i, character] of one.entries()) {
    const row = [i + 1]
    let left = i + 1
    let lowest = left
    for (const [j, against] of other.entries()) {
      const replaced = (before[j] ?? 0) + (character === against ? 0 : 1)
      left = Math.min(replaced, left + 1, (before[j + 1] ?? 0) + 1)
      row.push(left)
      lowest = Math.min(lowest, left)
    }
    if (lowest > atMost) return false
    before = row
  }
  return (before.at(-1) ?? 0) <= atMost
}

/**
 * Shared trigrams among all trigrams, in single precision, as `similarity` of pg_trgm gives it. Words are runs of
 * ASCII letters and digits: a database whose character type is C, as the one that comes with Clientele has,
 * breaks words at every other character.
 */
export function trigramSimilarity(a: string, b: string): number {
  const one = trigrams(a)
  const other = trigrams(b)
  if (one.size === 0 || other.size === 0) return 0
  let shared = 0
  for (const trigram of one) if (other.has(trigram)) shared++
  return Math.fround(shared / (one.size + other.size - shared))
}

function trigrams(text: string): Set<string> {
  const found = new Set<string>()
  for (const [word] of text.matchAll(/[A-Za-z0-9]+/g)) {
    const padded = `  ${word.toLowerCase()} `
    for (let at = 0; at + 3 <= padded.length; at++) found.add(padded.slice(at, at + 3))
  }
  return found
}
