import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ClienteleError, messageOf } from '../errors.ts'
import type { RawEntity, Source } from '../declare/source.ts'

/** Every source declared in a folder, one a file, each exported under the name of its file. */
export async function loadSources(folder: string): Promise<ReadonlyMap<string, Source>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  const sources = new Map<string, Source>()
  for (const file of files.sort()) {
    const name = basename(file, '.ts')
    const exported = (await importDeclaration(join(folder, file), 'source-invalid'))[name]
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
