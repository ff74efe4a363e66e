import { ClienteleError } from '../errors.ts'

interface Keeping {
  readonly keepsVersionsOf?: readonly string[]
  readonly key: 'content' | readonly string[]
  readonly pii?: { readonly [field: string]: unknown }
}

/** The fields of an entity whose earlier values are kept; refuses those that cannot be. */
export function keptFields(entity: string, { keepsVersionsOf = [], key, pii }: Keeping): readonly string[] {
  const personal = keepsVersionsOf.find((field) => pii?.[field])
  if (personal === undefined && (keepsVersionsOf.length === 0 || key !== 'content')) return keepsVersionsOf
  const why = personal
    ? `${personal} is personal data, of which no copy may be kept`
    : 'records without a natural key have no versions'
  throw new ClienteleError(
    'transform-declaration',
    `${entity}: earlier versions cannot be kept, because ${why}. Remove keepsVersionsOf.`,
    { entity },
  )
}
