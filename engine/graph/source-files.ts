import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { RawEntity, Source } from '../declare/source.ts'
import { ClienteleError, messageOf } from '../errors.ts'

/** Every source declared in a folder: `<name>/<name>.ts`, which exports it under that name. */
export async function loadSources(folder: string): Promise<ReadonlyMap<string, Source>> {
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory())
  const sources = new Map<string, Source>()
  for (const { name } of names.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = join(folder, name, `${name}.ts`)
    const exported = (await importDeclaration(file, 'source-invalid'))[name]
    if (!isSource(name, exported)) {
      throw new ClienteleError(
        'source-invalid',
        `${file} must export a source named ${name}: export const ${name} = source('${name}', …)`,
        { file },
      )
    }
    sources.set(name, exported)
  }
  return sources
}

/** What a file of declarations exports; one that cannot be imported is an error of its author's, not of ours. */
export async function importDeclaration(file: string, code: string): Promise<Record<string, unknown>> {
  try {
    return await import(pathToFileURL(file).href)
  } catch (error) {
    if (error instanceof ClienteleError) throw error
    throw new ClienteleError(
      code,
      `${file} cannot be imported: ${messageOf(error)}`,
      { file },
      { cause: error },
    )
  }
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
