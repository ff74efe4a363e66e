import { hash } from 'node:crypto'
import type { z } from 'zod'
import type { RawEntity } from '../declare/source.ts'
import { checkWithoutEmpty } from './empty-values.ts'
import { shown } from './field-names.ts'
import { type Problems, problemsOf, recordProblem } from './problems.ts'
import { keyOf } from './record-key.ts'
import { SeenHashes } from './repeats.ts'
import { VersionReader } from './versions.ts'

const mostUnknownFields = 100
/** A Postgres index entry holds at most 2,700 bytes. */
const longestKey = 600
/** 132 bits of SHA-256, in base64url: the first part of a content key (`<hash>:<occurrence>`). */
export const contentHashLength = 22
/** Marks a provisional occurrence number: the record may repeat an earlier one, and Postgres numbers it later. */
export const unsettled = '~'

/**
 * Checks records of one entity against their contract and encodes the valid ones as lines of COPY text. Called for
 * every record, so it allocates little, and keeps the problems of the last invalid record in a field.
 */
export class RecordEncoder {
  /** The columns of a line, in order. */
  readonly columns: readonly string[]
  /** What was wrong with the last record for which `encode` returned null. */
  problems: Problems = recordProblem('invalid-value', '')
  /** Fields that an evolving contract does not know, and how many records had them. */
  readonly unknownFields = new Map<string, number>()
  private readonly record: z.ZodObject
  private readonly fields: readonly string[]
  private readonly known: ReadonlySet<string>
  private readonly key: 'content' | readonly string[]
  private readonly keepsUnknown: boolean
  private readonly loadId: string
  private readonly writers: readonly ValueWriter[]
  private readonly versions: VersionReader
  /** Takes 32 MB, so only entities without a natural key have it. */
  private readonly seen: SeenHashes | null
  private sequence = 0

  private readonly isReplay: boolean

  constructor(entity: RawEntity, loadId: string, isReplay = false) {
    this.record = entity.record
    this.fields = entity.fields
    this.known = new Set(entity.fields)
    this.key = entity.key
    this.seen = entity.key === 'content' ? new SeenHashes() : null
    this.keepsUnknown = entity.unknownFields === 'evolve'
    this.loadId = loadId
    this.isReplay = isReplay
    this.versions = new VersionReader(entity)
    this.writers = entity.fields.map((field) => {
      const type = entity.columns[field]?.pgType
      if (type === 'numeric' && entity.key === 'content') return encodeNumber
      return type === 'jsonb' ? encodeJson : encodeValue
    })
    const own = entity.key === 'content' ? ['_key', '_load_id'] : keyedColumns
    const last = isReplay && entity.key !== 'content' ? ['_from_load'] : []
    this.columns = [...own, ...entity.fields, ...(this.keepsUnknown ? ['_extra'] : []), ...last]
  }

  /** A line of COPY text, or null if the record breaks its contract. */
  encode(record: unknown, mustEscape: boolean, fromLoad = this.loadId): string | null {
    const data = this.checked(record)
    if (data === null) return null
    let content = ''
    for (let at = 0; at < this.fields.length; at++) {
      content += `\t${this.writers[at]?.(data[this.fields[at] ?? ''], mustEscape)}`
    }
    if (this.keepsUnknown) content += `\t${this.encodeUnknown(data)}`
    if (this.key === 'content') {
      const contentHash = hash('sha256', content, 'base64url').slice(0, contentHashLength)
      const occurrence = this.seen?.add(contentHash) ? `${unsettled}${++this.sequence}` : '1'
      return `${contentHash}:${occurrence}\t${this.loadId}${content}\n`
    }
    return this.encodeKeyed(this.key, data, content, fromLoad)
  }

  private checked(record: unknown): Readonly<Record<string, unknown>> | null {
    const first = this.record.safeParse(record)
    if (first.success) return first.data
    const second = checkWithoutEmpty(this.record, record, first)
    if (second.success) return second.data
    this.problems = problemsOf(second.error)
    return null
  }

  /** The key of a record that may break its contract; null if it is not there. */
  keyIn(record: unknown): string | null {
    if (this.key === 'content' || typeof record !== 'object' || record === null) return null
    const values = this.key.map((field) => Object.getOwnPropertyDescriptor(record, field)?.value)
    const isKey = values.every(
      (value) => (typeof value === 'string' && value !== '') || typeof value === 'number',
    )
    return isKey ? keyOf(values.map(String)).slice(0, longestKey) : null
  }

  private encodeKeyed(
    keyFields: readonly string[],
    data: Readonly<Record<string, unknown>>,
    content: string,
    fromLoad: string,
  ) {
    const parts: string[] = []
    for (const field of keyFields) {
      const value = data[field]
      if (value === null || value === undefined) {
        this.problems = recordProblem('missing-value', 'part of the key, which every record must have', field)
        return null
      }
      parts.push(String(value))
    }
    const key = keyOf(parts)
    if (key.length > longestKey) {
      this.problems = recordProblem(
        'invalid-value',
        `the key has more than ${longestKey} characters`,
        keyFields[0],
      )
      return null
    }
    const isDeleted = this.versions.isDeleted(data)
    const changedAt = this.versions.changedAt(data, isDeleted)
    if (changedAt === 'unreadable') {
      this.problems = recordProblem(
        'invalid-value',
        'not a point in time, so that versions cannot be compared',
      )
      return null
    }
    const contentHash = hash('sha256', isDeleted ? `${content}\tdeleted` : content, 'hex').slice(0, 32)
    this.sequence += 1
    const last = this.isReplay ? `\t${fromLoad}` : ''
    return `${this.sequence}\t${escapeText(key)}\t${contentHash}\t${changedAt ?? '\\N'}\t${isDeleted ? 't' : 'f'}\t${this.loadId}${content}${last}\n`
  }

  private encodeUnknown(data: Readonly<Record<string, unknown>>): string {
    let extra: Record<string, unknown> | null = null
    for (const name in data) {
      if (this.known.has(name)) continue
      extra ??= {}
      extra[name] = data[name]
      const count = this.unknownFields.get(shown(name)) ?? 0
      if (count > 0 || this.unknownFields.size < mostUnknownFields) {
        this.unknownFields.set(shown(name), count + 1)
      }
    }
    return encodeJson(extra)
  }
}

/** For records with a natural key: `_seq` is the record's position in the load. */
const keyedColumns = ['_seq', '_key', '_hash', '_changed_at', '_is_deleted', '_load_id']

type ValueWriter = (value: unknown, mustEscape: boolean) => string

function encodeValue(value: unknown, mustEscape: boolean): string {
  if (typeof value === 'string') return mustEscape ? escapeText(value) : value
  if (value === null || value === undefined) return '\\N'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? 't' : 'f'
  return encodeJson(value)
}

/** Without zeros at its end: where content is the key, `2.10` and `2.1` must be the same. */
function encodeNumber(value: unknown, mustEscape: boolean): string {
  const text = encodeValue(value, mustEscape)
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

function encodeJson(value: unknown): string {
  return value === null || value === undefined ? '\\N' : escapeText(JSON.stringify(value, inKeyOrder))
}

/** Equal records must have equal content, no matter in which order their source writes the fields. */
function inKeyOrder(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => [shown(name), inner])
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

const special = /[\\\t\n\r]/
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

export function escapeText(text: string): string {
  return special.test(text)
    ? text.replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? character)
    : text
}
