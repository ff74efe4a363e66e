import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { dayIn } from '../declare/as-of.ts'
import { type Layer, layers } from '../declare/relation.ts'
import type { RawEntity } from '../declare/source.ts'
import type { Transform } from '../declare/transform.ts'
import { ClienteleError } from '../errors.ts'
import { Graph } from './graph.ts'
import { Declared, entitiesOf, importDeclaration, loadSources } from './source-files.ts'

/** Everything declared: the records of each source, and the transforms that read them. */
export interface Warehouse {
  readonly entities: ReadonlyMap<string, RawEntity>
  readonly graph: Graph
  /** Whether the company uses a source, by its name; if left out, it uses all. */
  readonly isInUse?: (source: string) => boolean
  /** The day (ISO 8601) as of which a build that starts now makes its tables; if left out, today, UTC. */
  readonly asOf?: () => string
}

export function asOfOf({ asOf }: Pick<Warehouse, 'asOf'>): string {
  return asOf?.() ?? dayIn('UTC', new Date())
}

/** The folders of a root that hold transforms, and the schema that each fills. */
const folders: readonly (readonly [folder: string, layer: Layer])[] = [
  ...layers.map((layer) => [layer, layer] as const),
  ['segments', 'marts'],
]

/**
 * Imports every declaration in the roots, each a folder with `sources/`, `staging/`, `marts/` and so on (or some
 * of them), and links them to one graph.
 */
export async function loadWarehouse(...roots: readonly string[]): Promise<Warehouse> {
  return { entities: entitiesOf(await loadSources(roots)), graph: new Graph(await loadTransforms(roots)) }
}

async function loadTransforms(roots: readonly string[]): Promise<Transform[]> {
  const declared = new Declared()
  const transforms: Transform[] = []
  for (const root of roots) {
    for (const [folder, layer] of folders) {
      for (const file of await sourceFiles(join(root, folder))) {
        const transform = await declaredTransform(file, layer)
        if (!transform) continue
        declared.add(`relation ${transform.shortName}`, file)
        transforms.push(transform)
      }
    }
  }
  return transforms
}

/** The transform that a file declares; none if it holds settings or code that a transform uses. */
async function declaredTransform(file: string, layer: Layer): Promise<Transform | undefined> {
  const exported = await importDeclaration(file, 'transform-declaration')
  const transforms = Object.entries(exported).filter((entry): entry is [string, Transform] =>
    isTransform(entry[1]),
  )
  for (const [name, transform] of transforms) {
    if (name !== transform.shortName || basename(file, '.ts') !== name || transform.layer !== layer) {
      throw new ClienteleError(
        'transform-declaration',
        `${file}: file, export and relation must share one name, and the folder is for ${layer}; found export ${name} of ${transform.name}.`,
        { file, export: name, relation: transform.name },
      )
    }
  }
  const isCode = transforms.length === 0 && Object.keys(exported).length > 0
  if (transforms.length !== 1 && !isCode) {
    throw new ClienteleError(
      'transform-declaration',
      `${file}: one file declares one transform; found ${transforms.length}.`,
      { file },
    )
  }
  return transforms[0]?.[1]
}

async function sourceFiles(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

function isTransform(exported: unknown): exported is Transform {
  return (
    typeof exported === 'object' && exported !== null && 'kind' in exported && exported.kind === 'transform'
  )
}
