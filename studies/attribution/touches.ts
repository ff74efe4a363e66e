import type { Path } from '../../analytics/attribution/paths.ts'
import { type Header, possibleHeaders } from '../../engine/loading/csv/header-line.ts'
import type { Row } from '../../engine/loading/csv/rows.ts'
import type { LineBlock } from '../../engine/loading/lines.ts'
import { usualName } from './columns.ts'

/** The columns of a file with one row for each touchpoint. */
const logRoles = {
  customer: [
    'customer',
    'customerid',
    'customerkey',
    'user',
    'userid',
    'cookie',
    'cookieid',
    'visitorid',
    'clientid',
  ],
  time: ['time', 'timestamp', 'datetime', 'date', 'eventtime', 'touchedat', 'occurredat', 'happenedat'],
  channel: ['channel', 'channelname', 'channelgrouping', 'defaultchannelgrouping', 'touchpoint'],
} as const

export interface LogHeader extends Header {
  readonly at: Readonly<Record<keyof typeof logRoles | 'conversions', number>> & { readonly value?: number }
}

export interface Touch {
  readonly line: number
  readonly customer: string
  readonly time: number
  readonly channel: string
  readonly conversions: number
  readonly value: number
}

/** The header of a file with one row for each touchpoint; null for other files. */
export function logHeader(block: LineBlock, delimiter?: string): LogHeader | null {
  const [headers = []] = possibleHeaders(block, delimiter === undefined ? undefined : [delimiter], 1)
  const found = headers.flatMap((header): LogHeader[] => {
    const only = (names: (name: string) => boolean) => {
      const columns = [...header.names.keys()].filter((column) => names(header.names[column] ?? ''))
      return columns.length === 1 ? columns[0] : undefined
    }
    const of = (role: keyof typeof logRoles) =>
      only((name) => logRoles[role].some((usual) => usual === name.toLowerCase().replace(/[\s_-]/g, '')))
    const [customer, time, channel] = [of('customer'), of('time'), of('channel')]
    const conversions = only((name) => usualName(name, 'conversions'))
    const value = only((name) => usualName(name, 'value'))
    if (customer === undefined || time === undefined || channel === undefined || conversions === undefined)
      return []
    return [
      { ...header, at: { customer, time, channel, conversions, ...(value !== undefined && { value }) } },
    ]
  })
  return found.length === 1 ? (found[0] ?? null) : null
}

const written = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(Z|[+-]\d{2}:?\d{2})?)?$/

/** Days and times as ISO 8601 writes them, or numbers such as seconds; null for what could be read two ways. */
function timeOf(cell: string): number | null {
  if (/^\d+(?:\.\d+)?$/.test(cell)) return Number(cell)
  const [, day, clock = '00:00', zone = 'Z'] = written.exec(cell) ?? []
  const time = Date.parse(`${day}T${clock}${zone}`)
  return Number.isNaN(time) ? null : time
}

/** A row, or the reason why it cannot be read. */
export function touchOf({ cells, line, problems }: Row, { at, names }: LogHeader): Touch | string {
  if (problems) return problems[0].message
  const cell = (column: number) => (cells[column] ?? '').trim()
  const [customer, channel, time] = [cell(at.customer), cell(at.channel), timeOf(cell(at.time))]
  if (customer === '') return 'no customer'
  if (time === null)
    return `"${cell(at.time)}" in ${names[at.time]} is no time such as 2026-10-31 or 2026-10-31T14:05:00Z`
  const numberOf = (column: number | undefined) => {
    const text = column === undefined ? '' : cell(column)
    return text === '' ? 0 : /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  }
  const [conversions, value] = [numberOf(at.conversions), numberOf(at.value)]
  if (!(conversions >= 0)) return `"${cell(at.conversions)}" in ${names[at.conversions]} is no number from 0`
  if (Number.isNaN(value)) return `"${cell(at.value ?? -1)}" in ${names[at.value ?? -1]} is no number`
  if (conversions === 0 && value !== 0) return 'a value without a conversion'
  if (conversions === 0 && channel === '') return 'no channel'
  return { line, customer, time, channel, conversions, value }
}

/**
 * The journeys of each customer: touchpoints in order of time, up to each conversion; those after the last one are a journey
 * without a conversion. A conversion without a channel is no touchpoint. Touchpoints of one time are in the order of the file.
 */
export function journeysOfTouches(touches: readonly Touch[]) {
  const paths: Path[] = []
  let sameTime = 0
  let unseen = 0
  for (const [, own] of Map.groupBy(touches, ({ customer }) => customer)) {
    own.sort((a, b) => a.time - b.time || a.line - b.line)
    let path: string[] = []
    for (const [place, { time, channel, conversions, value }] of own.entries()) {
      if (own[place - 1]?.time === time) sameTime += 1
      if (channel !== '') path.push(channel)
      if (conversions === 0) continue
      if (path.length === 0) unseen += 1
      else paths.push({ touches: path, conversions, value, nulls: 0 })
      path = []
    }
    if (path.length > 0) paths.push({ touches: path, conversions: 0, value: 0, nulls: 1 })
  }
  return { paths, sameTime, unseen }
}
