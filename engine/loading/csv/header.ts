import type { RawEntity } from '../../declare/source.ts'
import type { LineBlock } from '../lines.ts'
import { isExport } from './export-columns.ts'
import { checkFields, isMismatch, mismatch, repeatedOf } from './header-check.ts'
import { type Header, possibleHeaders } from './header-line.ts'
import { type ColumnMaps, checkMaps, mappedNames, noMaps } from './header-maps.ts'

/** How many lines above the header, such as the title of a report, a file may have. */
const mostTitleLines = 25

/** What people should know about how the header was read. */
export interface EntityHeader extends Header {
  readonly notes: readonly string[]
}

/**
 * The header of an entity's file: of its first lines, and of the delimiters unless one is given, those that find the
 * most known columns.
 */
export function entityHeader(
  entity: RawEntity,
  block: LineBlock,
  delimiter?: string,
  maps: ColumnMaps = noMaps,
): EntityHeader {
  const known = new Set<string>([...entity.fields, ...(entity.csv?.header ?? [])])
  const delimiters = delimiter === undefined ? undefined : [delimiter]
  const found = possibleHeaders(block, delimiters, mostTitleLines).flatMap((headers, above) => {
    return headers.map((header) => {
      const { names, notes } = mappedNames(entity, header.names, maps)
      const score = names.filter((name) => known.has(name)).length
      const isFit = isExport(entity, names) || !isMismatch(entity, names)
      return {
        ...header,
        columns: header.names,
        names,
        notes: [...aboveIt(above), ...notes],
        rank: isFit ? 1e6 + score : score,
      }
    })
  })
  const { rank: _, columns, ...best } = found.reduce((a, b) => (b.rank > a.rank ? b : a))
  checkMaps(entity, maps.given, columns)
  if (isExport(entity, best.names)) return { ...best, names: numberRepeated(entity, best.names) }
  checkFields(entity, best.names)
  return best
}

function aboveIt(lines: number): readonly string[] {
  if (lines === 0) return []
  return [
    lines === 1 ? 'The line above the header was skipped' : `${lines} lines above the header were skipped`,
  ]
}

/** Some exports repeat a header, because people gave two questions or properties the same name. */
function numberRepeated(entity: RawEntity, names: readonly string[]): readonly string[] {
  const repeated = repeatedOf(names).filter((name) => entity.csv?.header.includes(name))
  if (repeated.length > 0) {
    throw mismatch(entity, { names, missing: [], unknown: [], repeated }, entity.csv?.header)
  }
  const seen = new Map<string, number>()
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name} (${count})`
  })
}
