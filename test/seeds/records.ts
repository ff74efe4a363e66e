import type { CompanyOptions } from '../../seeds/sample/company.ts'
import { type Sampled, sampled } from '../../seeds/sample/stream.ts'
import { feeds } from '../../seeds/sample/systems.ts'

/** The records of a sample company by entity and natural key, without their earlier versions. */
export type Records = ReadonlyMap<string, ReadonlyMap<string, Sampled>>

export function recordsOf(company: CompanyOptions, since?: number): Records {
  const records = new Map<string, Map<string, Sampled>>(feeds.map(({ entity }) => [entity.entity, new Map()]))
  for (const one of sampled(since === undefined ? { company } : { company, since }, feeds)) {
    if (one.isEarlier) continue
    const key = one.feed.keyOf(one.record)
    const known = records.get(one.feed.entity.entity)
    if (known?.has(key)) throw new TypeError(`${one.feed.entity.entity} ${key} exists twice`)
    known?.set(key, one)
  }
  return records
}

/** The values at a path of field names in all records of an entity, through lists. */
export function valuesAt(records: Records, entity: string, path: string): unknown[] {
  const steps = path.split('.')
  return [...(records.get(entity)?.values() ?? [])].flatMap(({ record }) => valuesIn(record, steps))
}

function valuesIn(value: unknown, steps: readonly string[]): unknown[] {
  if (value === null || value === undefined) return []
  if (Array.isArray(value)) return value.flatMap((item) => valuesIn(item, steps))
  const [step, ...rest] = steps
  if (step === undefined) return [value]
  return typeof value === 'object' ? valuesIn(new Map(Object.entries(value)).get(step), rest) : []
}
