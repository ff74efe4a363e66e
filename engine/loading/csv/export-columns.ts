import { z } from 'zod'
import type { RawEntity } from '../../declare/source.ts'
import { cellParser } from './cell-parser.ts'

/** Whether the header is the product's own export format rather than the contract's fields. */
export function isExport({ csv }: RawEntity, names: readonly string[]): boolean {
  return csv?.header.every((name) => names.includes(name)) ?? false
}

/** Whether a number, written with a point, is accepted. */
export type Accepts = (number: string) => boolean

/** The columns of a file whose numbers can have decimals, and which numbers the contract accepts in them. */
export function numberColumns(entity: RawEntity, names: readonly string[]): ReadonlyMap<string, Accepts> {
  if (isExport(entity, names)) return new Map(entity.csv?.decimals?.map((name) => [name, () => true]))
  const numbers = names.filter((name) => entity.columns[name]?.pgType === 'numeric')
  return new Map(
    numbers.map((name) => {
      const schema = entity.record.shape[name]
      const parse = cellParser(schema)
      return [name, (number) => schema === undefined || z.safeParse(schema, parse(number)).success]
    }),
  )
}
