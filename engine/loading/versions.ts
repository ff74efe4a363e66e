import { instantText, localTimeText } from '../declare/contract-fields.ts'
import type { RawEntity } from '../declare/source.ts'

type Path = readonly string[]
type Data = Readonly<Record<string, unknown>>

const instant = instantText()
const localTime = localTimeText()
const latestSecond = 32_503_680_000

/** Reads from a record that kept its contract which version it is, and whether it says the thing is gone. */
export class VersionReader {
  private readonly changedAtPath: Path | null
  private readonly deletedPath: Path | null
  private readonly isDeletion: (value: unknown) => boolean
  /** A deletion that does not say when it happened was there by now, and outdates what changed before. */
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

  /** As Postgres reads it; null where the record does not say, which is older than any instant; or unreadable. */
  changedAt(data: Data, isDeleted: boolean): string | null | 'unreadable' {
    if (this.changedAtPath === null) return null
    const value = valueAt(data, this.changedAtPath)
    if (value === null || value === undefined || value === '') return isDeleted ? this.now : null
    return readInstant(value) ?? 'unreadable'
  }
}

/** Only the order of versions hangs on it, so a time without an offset may stand for UTC. */
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
