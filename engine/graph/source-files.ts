import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { RawEntity, Source } from '../declare/source.ts'
import type { ErrorCode } from '../error-codes.ts'
import { ClienteleError } from '../errors.ts'
import { importFailure } from './import-failure.ts'

/**
 * Every source declared in the roots, as `<root>/sources/<name>/<name>.ts`, which exports it under that name. A
 * root may have no sources; two roots may not declare the same one.
 */
export async function loadSources(roots: readonly string[]): Promise<ReadonlyMap<string, Source>> {
  const declared = new Declared()
  const sources = new Map<string, Source>()
  for (const root of roots) {
    for (const name of await sourceNames(join(root, 'sources'))) {
      const file = join(root, 'sources', name, `${name}.ts`)
      declared.add(`source ${name}`, file)
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
  }
  return sources
}

/** The files that declare something, by its name: a name that is declared twice is refused, never replaced. */
export class Declared {
  readonly #files = new Map<string, string>()

  add(name: string, file: string): void {
    const first = this.#files.get(name)
    if (first !== undefined) {
      throw new ClienteleError(
        'declared-twice',
        `${file}: there is already a ${name}, declared in ${first}. Give this one another name.`,
        { file, name, declaredIn: first },
      )
    }
    this.#files.set(name, file)
  }
}

async function sourceNames(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

/** What a file of declarations exports. If it cannot be imported, its author has to correct it. */
export async function importDeclaration(file: string, code: ErrorCode): Promise<Record<string, unknown>> {
  try {
    return await import(pathToFileURL(file).href)
  } catch (error) {
    if (error instanceof ClienteleError) throw error
    throw new ClienteleError(code, `${importFailure(file, error)}.`, { file }, { cause: error })
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
