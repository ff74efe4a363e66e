import { instantText, localTimeText } from '../declare/contract-fields.ts'
import type { RawEntity } from '../declare/source.ts'

type Path = readonly string[]
type Data = Readonly<Record<string, unknown>>

const instant = instantText()
const localTime = localTimeText()
const latestSecond = 32_503_680_000

/** Reads from a valid record when its version was made, and whether it marks a deletion. */
export class VersionReader {
  private readonly changedAtPath: Path | null
  private readonly deletedPath: Path | null
  private readonly isDeletion: (value: unknown) => boolean
  /** A deletion without an instant counts as made now, so it is newer than earlier changes. */
  private readonly now = new Date().toISOString()

  constructor({ changedAt, deletedWhen, fields }: RawEntity) {
    const pathOf = (field: string) => (fields.includes(field) ? [field] : field.split('.'))
    this.changedAtPath = changedAt === null ? null : pathOf(changedAt)
    this.deletedPath = deletedWhen === null ? null : pathOf(deletedWhen.field)
    const is = deletedWhen?.is
    if (is === 'present') this.isDeletion = (value) => value !== null && value !== undefined && value !== ''
    else if (typeof is === 'object') this.isDeletion = (value) => String(value) === is.value
    else this.isDeletion = (value) => value === is
  }

  isDeleted(data: Data): boolean {
    return this.deletedPath !== null && this.isDeletion(valueAt(data, this.deletedPath))
  }

  /** An instant that Postgres can read, or null if the record has none, which is older than any instant. */
  changedAt(data: Data, isDeleted: boolean): string | null | 'unreadable' {
    if (this.changedAtPath === null) return null
    const value = valueAt(data, this.changedAtPath)
    if (value === null || value === undefined || value === '') return isDeleted ? this.now : null
    return readInstant(value) ?? 'unreadable'
  }
}

/** Only the order of versions depends on it, so a time without an offset is taken as UTC. */
function readInstant(value: unknown): string | null {
  if (typeof value === 'number') {
    return value >= 0 && value <= latestSecond ? new Date(value * 1000).toISOString() : null
  }
  if (typeof value !== 'string') return null
  if (instant.safeParse(value).success) return value
  if (localTime.safeParse(value).success) return `${value}Z`
  return localTime.safeParse(`${value} 00:00`).success ? `${value}T00:00Z` : null
}

function valueAt(data: Data, path: Path): unknown {
  let value: unknown = data
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Object.getOwnPropertyDescriptor(value, name)?.value
  }
  return value
}
