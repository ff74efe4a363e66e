import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ClienteleError } from './errors.ts'
import type { RawEntity, Source } from './source.ts'

/** Every source declared in a folder, one a file, each exported under the name of its file. */
export async function loadSources(folder: string): Promise<ReadonlyMap<string, Source>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  const sources = new Map<string, Source>()
  for (const file of files.sort()) {
    const name = basename(file, '.ts')
    const exported: unknown = (await import(pathToFileURL(join(folder, file)).href))[name]
    if (!isSource(name, exported)) {
      throw new ClienteleError(
        'source-invalid',
        `${join(folder, file)} must export a source named ${name}: export const ${name} = source('${name}', …)`,
        { file: join(folder, file) },
      )
    }
    sources.set(name, exported)
  }
  return sources
}

/** The entities of all sources, by the names people write (`shopify.orders`). */
export function entitiesOf(sources: ReadonlyMap<string, Source>): ReadonlyMap<string, RawEntity> {
  const entities = [...sources.values()].flatMap((one) => Object.values(one))
  return new Map(entities.map((entity) => [entity.entity, entity]))
}

function isSource(name: string, exported: unknown): exported is Source {
  if (typeof exported !== 'object' || exported === null) return false
  const entities: unknown[] = Object.values(exported)
  return entities.length > 0 && entities.every((e) => isRawEntity(e) && e.source === name)
}

function isRawEntity(candidate: unknown): candidate is RawEntity {
  return (
    typeof candidate === 'object' && candidate !== null && 'kind' in candidate && candidate.kind === 'raw'
  )
}
