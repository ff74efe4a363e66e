import { ClienteleError, dayIn, type RawEntity, type Transform } from '#engine'
import { company } from '#settings'
import { loadWarehouse, type Warehouse } from '../../engine/graph/catalogue.ts'
import { entitiesOf, loadSources } from '../../engine/graph/source-files.ts'
import { findEntity } from '../../engine/loading/entity-name.ts'
import { declarationRoots, type Settings } from '../settings.ts'

type Entities = ReadonlyMap<string, RawEntity>

/** Everything that the product and the company declare. */
export async function declaredWarehouse(settings: Settings): Promise<Warehouse> {
  const warehouse = await loadWarehouse(...declarationRoots(settings))
  requireKnownSources(warehouse.entities)
  return { ...warehouse, isInUse, asOf: () => company.asOfDay ?? dayIn(company.timeZone, new Date()) }
}

/** The entities that the product and the company declare. */
export async function declaredEntities(settings: Settings): Promise<Entities> {
  const entities = entitiesOf(await loadSources(declarationRoots(settings)))
  requireKnownSources(entities)
  return entities
}

/**
 * Whether the company uses a source, or what is not of one source. Every company uses `stewardship`: its records
 * are what its stewards decide.
 */
export function isInUse(source: string | undefined): boolean {
  if (company.sources === 'all' || source === undefined || source === 'stewardship') return true
  return company.sources.includes(source)
}

/** The entity that records are loaded into; its source must be in use, or nobody would see what was loaded. */
export function entityInUse(entities: Entities, name: string): RawEntity {
  const entity = entities.get(name)
  if (entity && !isInUse(entity.source)) {
    throw new ClienteleError(
      'source-not-in-use',
      `Nothing was loaded: ${entity.source} is not in use. Add '${entity.source}' to \`sources\` in company/settings.ts, and load again.`,
      { source: entity.source, entity: name },
    )
  }
  return findEntity(new Map([...entities].filter(([, { source }]) => isInUse(source))), name)
}

/** What a screen says about the sources it leaves out; nothing if it shows all. */
export function hiddenSources(hidden: Iterable<string>): string | undefined {
  const names = [...new Set(hidden)].sort().join(', ')
  return names === '' ? undefined : `Not shown, because company/settings.ts does not name them: ${names}.`
}

/** The source that a staging relation reads, by its name; undefined for every other relation. */
export function sourceOf({ layer, shortName }: Transform): string | undefined {
  return layer === 'staging' ? /^stg_(.+?)__/.exec(shortName)?.[1] : undefined
}

function requireKnownSources(entities: Entities): void {
  const known = new Set([...entities.values()].map(({ source }) => source))
  const unknown = company.sources === 'all' ? [] : company.sources.filter((name) => !known.has(name))
  if (unknown.length === 0) return
  throw new ClienteleError(
    'company-settings',
    `company/settings.ts names sources that do not exist: ${unknown.join(', ')}. Known: ${[...known].sort().join(', ')}.`,
    { unknown },
  )
}
