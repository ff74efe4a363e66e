import type { RawEntity } from '../declare/source.ts'
import { ClienteleError } from '../errors.ts'

/** The entity with this name; if there is none, the error suggests the nearest name and lists all. */
export function findEntity(entities: ReadonlyMap<string, RawEntity>, name: string): RawEntity {
  const entity = entities.get(name)
  if (entity) return entity
  const names = [...entities.keys()].sort()
  const nearest = names
    .map((known) => ({
      known,
      distance: Math.min(distance(name, known), known.startsWith(`${name}.`) ? 1 : 99),
    }))
    .filter(({ known, distance }) => distance <= Math.max(2, known.length / 3))
    .sort((a, b) => a.distance - b.distance)[0]?.known
  throw new ClienteleError(
    'entity-unknown',
    `There is no ${name}.${nearest ? ` Did you mean ${nearest}?` : ''} Known: ${names.join(', ')}.`,
    { name, nearest: nearest ?? null, known: names },
  )
}

/** Levenshtein distance: the fewest letters to insert, remove or replace. */
export function distance(a: string, b: string): number {
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
