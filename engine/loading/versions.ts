import { instantText, localTimeText } from '../declare/contract-fields.ts'
import { instantIn } from '../declare/local-time.ts'
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
  private readonly finalPath: Path | null
  private readonly finalValues: readonly unknown[]
  private readonly timeZone: string
  /** A deletion or a final version without an instant counts as made now, so it is newer than earlier changes. */
  private readonly now = new Date().toISOString()

  constructor({ changedAt, deletedWhen, finalWhen, localTimeZone, fields }: RawEntity) {
    const pathOf = (field: string) => (fields.includes(field) ? [field] : field.split('.'))
    this.changedAtPath = changedAt === null ? null : pathOf(changedAt)
    this.deletedPath = deletedWhen === null ? null : pathOf(deletedWhen.field)
    this.finalPath = finalWhen === null ? null : pathOf(finalWhen.field)
    this.finalValues = finalWhen?.is ?? []
    this.timeZone = localTimeZone ?? 'UTC'
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
    const value = this.changedAtPath && valueAt(data, this.changedAtPath)
    if (value !== null && value !== undefined && value !== '') {
      return readInstant(value, this.timeZone) ?? 'unreadable'
    }
    const isFinal = this.finalPath !== null && this.finalValues.includes(valueAt(data, this.finalPath))
    return isFinal || (isDeleted && this.changedAtPath !== null) ? this.now : null
  }
}

/** A time without an offset is one that the clocks of the time zone show. */
function readInstant(value: unknown, timeZone: string): string | null {
  if (typeof value === 'number') {
    return value >= 0 && value <= latestSecond ? new Date(value * 1000).toISOString() : null
  }
  if (typeof value !== 'string') return null
  if (instant.safeParse(value).success) return value
  const local = localTime.safeParse(value).success ? value : `${value} 00:00`
  if (!localTime.safeParse(local).success) return null
  const [second = '', fraction] = local.split('.')
  const shown = instantIn(timeZone, second)
  return fraction === undefined ? shown : shown.replace(/\.\d+Z$/, `.${fraction}Z`)
}

function valueAt(data: Data, path: Path): unknown {
  let value: unknown = data
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Object.getOwnPropertyDescriptor(value, name)?.value
  }
  return value
}
