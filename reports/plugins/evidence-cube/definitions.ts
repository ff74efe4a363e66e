import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import type { ColumnType } from './columns.ts'
import { type CubeConnection, metadata } from './cube-client.ts'
import type { Table } from './parts.ts'
import { parseQueryFile } from './query-file.ts'

const COLUMNS = ['member', 'title', 'description', 'format', 'currency'] as const

/** A file that says `definitions: true` is the table of what Cube says about the members that the other files ask for. */
export function isDefinitions(text: string): boolean {
  const content: unknown = parseDocument(text).toJS()
  return typeof content === 'object' && content !== null && 'definitions' in content
}

/** Pages take their labels and explanations from here, so that they are written once, in the model. */
export async function definitionsOf(cube: CubeConnection, directory: string): Promise<Table> {
  const asked = await membersAsked(directory)
  const known = await metadata(cube)
  return {
    types: COLUMNS.map((name): ColumnType => ({ name, evidenceType: 'string', typeFidelity: 'precise' })),
    rows: known
      .filter(({ name }) => asked.has(name))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((member) => ({
        member: member.name,
        title: member.shortTitle,
        description: member.description ?? '',
        format: typeof member.format === 'string' ? member.format : null,
        currency: member.currency ?? null,
      })),
  }
}

/** A file with a fault is reported when it is itself read. */
async function membersAsked(directory: string): Promise<Set<string>> {
  const asked = new Set<string>()
  for (const file of await readdir(directory)) {
    if (!file.endsWith('.yaml') || file === 'connection.yaml') continue
    const text = await readFile(join(directory, file), 'utf8')
    if (isDefinitions(text)) continue
    try {
      const { measures, dimensions, timeDimensions } = parseQueryFile(text, file)
      for (const member of [...measures, ...dimensions, ...timeDimensions.map((time) => time.dimension)])
        asked.add(member)
    } catch {}
  }
  return asked
}
