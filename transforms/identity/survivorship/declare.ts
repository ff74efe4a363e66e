import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ClienteleError } from '#engine'

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
const firstQuestions = ['trust', 'recency', 'completeness', 'agreement'] as const
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

const unrepeated = (what: string) => (items: readonly string[], context: z.RefinementCtx) => {
  for (const item of new Set(items.filter((each, index) => items.indexOf(each) !== index)))
    context.addIssue({ code: 'custom', message: `${what} "${item}" is named twice` })
}

const source = z.string().regex(/^(?:\*|[a-z]\w*(?: \S.*)?)$/, {
  error: ({ input }) => `"${String(input)}" is not a source, a source and a kind of record, or "*"`,
})
const fault = z.enum(Object.keys(faults).filter(isFault), {
  error: ({ input }) => `"${String(input)}" is not a fault; the faults are ${Object.keys(faults).join(', ')}`,
})
const rule = z
  .strictObject({
    trust: z
      .array(z.array(source).min(1, 'a tier of trust names no source'))
      .superRefine((tiers, context) => unrepeated('source')(tiers.flat(), context)),
    first: z.enum(firstQuestions),
    never: z.array(fault),
    lastResort: z.array(fault),
    allowsSeveral: z.boolean(),
  })
  .superRefine(({ never, lastResort }, context) => unrepeated('fault')([...never, ...lastResort], context))
const rules = z.strictObject({
  name: rule,
  email: rule,
  phone: rule,
  address: rule,
  birth_date: rule,
  country: rule,
})

/** Where sources are declared, the product's and the company's: a rule may name no other. */
const sources = ['transforms/sources', 'company/sources'].map((folder) =>
  join(import.meta.dirname, '../../..', folder),
)

/**
 * Checks rules from a file that people edit, beyond what the compiler checks.
 *
 * Errors: `survivorship-invalid`.
 */
export function declareSurvivorship(declared: Survivorship): Survivorship {
  const checked = rules.safeParse(declared)
  const problems = checked.success
    ? attributes.flatMap((attribute) => problemsOf(attribute, checked.data[attribute]))
    : checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  if (problems.length > 0) throw invalid(problems)
  return declared
}

/** People at one address who share a family name or a phone number are a household. */
export interface HouseholdRule {
  /** More people at one address are not: it is an office, a dormitory or a pick-up point. */
  readonly mostPeople: number
}

export function declareHouseholds(declared: HouseholdRule): HouseholdRule {
  const checked = z.strictObject({ mostPeople: z.int().min(2).max(100) }).safeParse(declared)
  if (!checked.success)
    throw invalid(checked.error.issues.map((i) => `households.${i.path.join('.')}: ${i.message}`))
  return declared
}

function invalid(problems: readonly string[]): ClienteleError {
  return new ClienteleError(
    'survivorship-invalid',
    `transforms/identity/survivorship/rules.ts is invalid: ${problems.join('; ')}.`,
    { problems },
  )
}

function problemsOf(attribute: Attribute, { trust, never, lastResort }: AttributeRule): string[] {
  const unknown = trust
    .flat()
    .map((who) => who.split(' ', 1)[0] ?? '')
    .filter((name) => name !== '*' && !sources.some((folder) => existsSync(join(folder, name, `${name}.ts`))))
    .map(
      (name) => `${attribute}.trust: there is no source "${name}" in transforms/sources/ or company/sources/`,
    )
  const misplaced = [...never, ...lastResort]
    .filter((each) => !faults[each].some((applies) => applies === attribute))
    .map((each) => `${attribute}: ${attribute} cannot have the fault "${each}"`)
  return [...unknown, ...misplaced]
}

function isFault(name: string): name is Fault {
  return name in faults
}
