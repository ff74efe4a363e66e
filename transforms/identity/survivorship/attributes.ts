/** The attributes of the golden record. All parts of a name, and all parts of an address, come from one record. */
export const attributes = ['name', 'email', 'phone', 'address', 'birth_date', 'country'] as const
export type Attribute = (typeof attributes)[number]

/** The faults that a value can have, and the attributes that can have each. */
export const faults = {
  'deleted record': attributes,
  incomplete: ['name', 'address'],
  bounced: ['email', 'phone'],
  complained: ['email', 'phone'],
  'role mailbox': ['email'],
  'disposable mailbox': ['email'],
  suspect: ['birth_date'],
} as const satisfies Readonly<Record<string, readonly Attribute[]>>
export type Fault = keyof typeof faults

/** What decides first between values of the same fault grade; after that trust, recency and completeness do. */
export const firstQuestions = ['trust', 'recency', 'completeness', 'agreement'] as const
export type FirstQuestion = (typeof firstQuestions)[number]

/** Sources and kinds of record with the same trust: `'hubspot'`, `'shopify guest'`; `'*'` is all others. */
type Tier = readonly string[]

export interface AttributeRule {
  /** Most trusted first. Sources that no tier names are in the tier of `'*'`, or last. */
  readonly trust: readonly Tier[]
  /** `agreement` is the number of sources that have the value. */
  readonly first: FirstQuestion
  /** A value with one of these faults is never chosen, even if there is no other. */
  readonly never: readonly Fault[]
  /** A value with one of these faults is chosen only if every value has one. */
  readonly lastResort: readonly Fault[]
  /** Whether a person can have several at a time. If not, two valid values are a conflict. */
  readonly allowsSeveral: boolean
}

export type Survivorship = Readonly<Record<Attribute, AttributeRule>>

export function isFault(name: string): name is Fault {
  return name in faults
}
