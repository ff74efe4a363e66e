import { ClienteleError } from '#engine'
import { type Header, possibleHeaders } from '../../engine/loading/csv/header-line.ts'
import type { LineBlock } from '../../engine/loading/lines.ts'

/** The columns of a file of paths, by what they hold. */
export const pathRoles = ['path', 'conversions', 'value', 'nulls'] as const
export type PathRole = (typeof pathRoles)[number]

/** Names that exports use, in lower case, without spaces, hyphens and underscores. */
const usualNames: Readonly<Record<PathRole, readonly string[]>> = {
  path: [
    'path',
    'paths',
    'channelpath',
    'conversionpath',
    'pathtoconversion',
    'touchpoints',
    'journey',
    'channelgroupingpath',
    'mcfchannelgroupingpath',
    'defaultchannelgroupingpath',
  ],
  conversions: [
    'totalconversions',
    'conversions',
    'conversion',
    'converted',
    'conversioncount',
    'conv',
    'convs',
    'orders',
    'purchases',
    'keyevents',
  ],
  value: [
    'totalconversionvalue',
    'conversionvalue',
    'totalvalue',
    'value',
    'revenue',
    'valueamount',
    'purchaserevenue',
    'totalrevenue',
    'convvalue',
  ],
  nulls: [
    'totalnull',
    'totalnulls',
    'nulls',
    'null',
    'nullcount',
    'nonconversions',
    'withoutconversion',
    'noconversions',
    'nonconverting',
  ],
}

export type ColumnNames = Partial<Readonly<Record<PathRole, string>>>

export interface PathHeader extends Header {
  /** The position of each column that the file has. */
  readonly at: Partial<Readonly<Record<PathRole, number>>>
}

/**
 * The header, cut by the one delimiter that gives a column of paths and one of conversions. `given` are names that people say.
 *
 * Errors: `paths-unreadable` if a column is missing, two could be one, or two delimiters are possible.
 */
export function pathHeader(
  file: string,
  block: LineBlock,
  given: ColumnNames,
  delimiter?: string,
): PathHeader {
  const [headers = []] = possibleHeaders(block, delimiter === undefined ? undefined : [delimiter], 1)
  const fitting = headers.filter(
    ({ names }) =>
      candidates(names, 'path', given).length > 0 && candidates(names, 'conversions', given).length > 0,
  )
  const [header, second] = fitting
  if (!header) throw withoutColumns(file, headers, given)
  if (second) {
    const signs = fitting.map((one) => (one.delimiter === '\t' ? 'a tab' : `"${one.delimiter}"`))
    throw refused(file, `its columns can be divided by ${signs.join(' or ')}. Say which with --delimiter`)
  }
  const at: Partial<Record<PathRole, number>> = {}
  for (const role of pathRoles) {
    const found = candidates(header.names, role, given)
    const wanted = given[role]
    if (found.length > 1) {
      const names = found.map((column) => header.names[column])
      throw refused(
        file,
        `the columns ${names.join(', ')} can each hold ${meaning[role]}. Say which with --${role}-column`,
      )
    }
    if (wanted !== undefined && found.length === 0) {
      throw refused(file, `there is no column "${wanted}". The columns are ${header.names.join(', ')}`)
    }
    if (found[0] !== undefined) at[role] = found[0]
  }
  return { ...header, at }
}

const meaning: Readonly<Record<PathRole, string>> = {
  path: 'the path',
  conversions: 'the conversions',
  value: 'their value',
  nulls: 'the journeys without a conversion',
}

function candidates(names: readonly string[], role: PathRole, given: ColumnNames): number[] {
  const wanted = given[role]
  const taken = new Set(Object.values(given))
  return [...names.entries()].flatMap(([column, name]) => {
    if (wanted !== undefined) return name === wanted ? [column] : []
    if (taken.has(name)) return []
    return usualName(name, role) ? [column] : []
  })
}

export function usualName(name: string, role: PathRole): boolean {
  return usualNames[role].includes(name.toLowerCase().replace(/[\s_-]/g, ''))
}

function withoutColumns(file: string, headers: readonly Header[], given: ColumnNames): ClienteleError {
  const widest = headers.reduce<readonly string[]>(
    (most, { names }) => (names.length > most.length ? names : most),
    [],
  )
  // a name of a column is neither a number nor a path
  if (widest.some((name) => /[>→»]/.test(name)) && widest.some((name) => /^[\d.,]+$/.test(name))) {
    const header = ['path', 'conversions', 'value', 'nulls'].slice(0, Math.max(2, widest.length))
    const { delimiter = ',' } = headers.find(({ names }) => names === widest) ?? {}
    return refused(
      file,
      `its first line holds data, not the names of columns: ${widest.join(', ')}. Add a line before it that names them, such as ` +
        header.join(delimiter),
    )
  }
  const lacks = (['path', 'conversions'] as const).filter(
    (role) => candidates(widest, role, given).length === 0,
  )
  const flags = lacks.map((role) => `--${role}-column`).join(' and ')
  return refused(
    file,
    `there is no column of ${lacks.map((role) => meaning[role]).join(' and none of ')}. The columns are ` +
      `${widest.join(', ') || 'without names'}. Name it with ${flags || '--delimiter'}, or give the file a header such as ` +
      'path;total_conversions;total_conversion_value;total_null',
  )
}

function refused(file: string, reason: string): ClienteleError {
  return new ClienteleError(
    'paths-unreadable',
    `${file} cannot be read as paths: ${reason}. Nothing was computed.`,
    {
      file,
    },
  )
}
