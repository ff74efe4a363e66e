import { spawn } from 'node:child_process'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { declarationRoots, loadSettings, type Settings } from '../settings.ts'
import { publishedRelations, type Relations } from './relations.ts'

/**
 * What the declarations publish as their files are now. A process reads a module only once, so another one reads them.
 * Throws what is wrong with them.
 */
export async function relationsOfFiles(settings: Settings): Promise<Relations> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', import.meta.filename], {
    cwd: settings.root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [output, errors, code] = await Promise.all([
    child.stdout.toArray(),
    child.stderr.toArray(),
    new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject)),
  ])
  if (code !== 0) throw new Error(Buffer.concat(errors).toString().trim())
  return new Map(JSON.parse(Buffer.concat(output).toString()))
}

/** What the declarations publish, as this process read them. */
export async function relationsRead(settings: Settings): Promise<Relations> {
  const { graph } = await loadWarehouse(...declarationRoots(settings))
  return publishedRelations(graph.transforms)
}

if (import.meta.main) {
  const relations = await relationsRead(loadSettings())
  const shown = [...relations].map(([name, columns]) => [
    name,
    Object.fromEntries(
      Object.entries(columns).map(([column, { personalData, pgType }]) => [column, { personalData, pgType }]),
    ),
  ])
  process.stdout.write(JSON.stringify(shown))
}
