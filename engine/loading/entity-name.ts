import { didYouMean, nearestNames } from '../declare/nearest-name.ts'
import type { RawEntity } from '../declare/source.ts'
import { ClienteleError } from '../errors.ts'

/** The entity with this name; if there is none, the error suggests the nearest names and lists all. */
export function findEntity(entities: ReadonlyMap<string, RawEntity>, name: string): RawEntity {
  const entity = entities.get(name)
  if (entity) return entity
  const names = [...entities.keys()].sort()
  throw new ClienteleError(
    'entity-unknown',
    `There is no ${name}.${didYouMean(name, names)} Known: ${names.join(', ')}.`,
    { name, nearest: nearestNames(name, names)[0] ?? null, known: names },
  )
}
