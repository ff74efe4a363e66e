import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { layers } from '../declare/relation.ts'
import type { RawEntity } from '../declare/source.ts'
import type { Transform } from '../declare/transform.ts'
import { ClienteleError } from '../errors.ts'
import { Graph } from './graph.ts'
import { entitiesOf, importDeclaration, loadSources } from './source-files.ts'

/** All that is declared: what sources give, and what is made of it. */
export interface Warehouse {
  readonly entities: ReadonlyMap<string, RawEntity>
  readonly graph: Graph
}

/** Imports every declaration under `folder` (sources and the rooms of the transforms) and links them. */
export async function loadWarehouse(folder: string): Promise<Warehouse> {
  return { entities: entitiesOf(await loadSources(join(folder, 'sources'))), graph: await loadGraph(folder) }
}

async function loadGraph(folder: string): Promise<Graph> {
  const transforms: Transform[] = []
  for (const layer of layers) {
    for (const file of await sourceFiles(join(folder, layer))) {
      const exported = await importDeclaration(file, 'transform-declaration')
      const declared = Object.entries(exported).filter((entry): entry is [string, Transform] =>
        isTransform(entry[1]),
      )
      for (const [name, transform] of declared) {
        if (name !== transform.shortName || basename(file, '.ts') !== name || transform.layer !== layer) {
          throw new ClienteleError(
            'transform-declaration',
            `${file}: file, export and relation must share one name; found export ${name} of ${transform.name}.`,
            { file, export: name, relation: transform.name },
          )
        }
        transforms.push(transform)
      }
      // Settings and programs that a transform is made with stand beside it; a file that exports nothing forgot to.
      const isBeside = declared.length === 0 && Object.keys(exported).length > 0
      if (declared.length !== 1 && !isBeside) {
        throw new ClienteleError(
          'transform-declaration',
          `${file}: one file declares one transform; found ${declared.length}.`,
          { file },
        )
      }
    }
  }
  return new Graph(transforms)
}

async function sourceFiles(folder: string): Promise<string[]> {
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
