import type { RawEntity } from '../declare/source.ts'
import type { MarksByName } from './csv/decimal-marks.ts'
import type { JsonLayout } from './json/cutter.ts'
import { colon, longestName, memberName, Nesting, newline, openCurly, openSquare } from './json/nesting.ts'

/** How a file holds its records. */
export type FileFormat = 'csv' | 'json lines' | JsonLayout

/** How a quarantined record is parsed when it is replayed; kept in `ops.loads`. */
export type RecordFormat =
  | { readonly kind: 'json' }
  | {
      readonly kind: 'csv'
      readonly delimiter: string
      readonly names: readonly string[]
      /** How many columns without a name follow the others. */
      readonly trailing?: number
      /** The decimal marks that were found, by column; filled while the file is read. */
      readonly decimals?: MarksByName
    }

/** Detects the format from how the file begins, not from its name. */
export function formatOf(head: Buffer, entity: RawEntity): FileFormat {
  const start = head.findIndex((byte) => byte > 0x20)
  if (head[start] === openSquare) return 'array'
  if (head[start] !== openCurly) return 'csv'
  const object = head.subarray(start)
  const member = envelopeMember(object, entity)
  if (member !== null) return { member }
  return isSpreadOut(object) ? 'values' : 'json lines'
}

const usualNames = new Set(['data', 'results', 'items', 'records'])

/**
 * The member of an API's response that holds its records, as in `{"orders": […], "next": …}`: an array of objects
 * that the contract does not know, in an object without the contract's key. Null if the object is a record itself.
 */
function envelopeMember(object: Buffer, { entity, fields, key }: RawEntity): string | null {
  const nesting = new Nesting()
  let found: string | null = null
  for (let at = 0; at < object.length; at++) {
    nesting.step(object[at] ?? 0)
    if (nesting.depth === 0) break
    if (object[at] !== colon || nesting.depth > 1 || nesting.isInString) continue
    const name = memberName(object.subarray(Math.max(0, at - longestName), at))
    if (name === null) continue
    if ((key === 'content' ? fields : key).includes(name)) return null
    const first = /^\s*\[\s*([{\]])/.exec(object.toString('latin1', at + 1, at + 200))?.[1]
    if (first === undefined || fields.includes(name)) continue
    if (usualNames.has(name) || entity.endsWith(`.${name}`)) return name
    if (first === '{') found ??= name
  }
  return found
}

/** Whether the object spans several lines, which JSON Lines do not allow. */
function isSpreadOut(object: Buffer): boolean {
  const end = object.indexOf(newline)
  return end !== -1 && object.toString('latin1', 0, end).trim() === '{'
}
