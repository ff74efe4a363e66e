import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ClienteleError } from '#engine'

/** What the golden record holds. A name and an address are units: all their parts come from one record. */
export const attributes = ['name', 'email', 'phone', 'address', 'birth_date', 'country'] as const
export type Attribute = (typeof attributes)[number]

/** What can speak against a value, and the attributes of which it can be known. */
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

/** What is asked first of values against which nothing, or as little, speaks; then trust, recency and completeness. */
const firstQuestions = ['trust', 'recency', 'completeness', 'agreement'] as const
export type FirstQuestion = (typeof firstQuestions)[number]

/** Sources, or kinds of record of a source, that are trusted alike: `'hubspot'`, `'shopify guest'`; `'*'` is all others. */
type Tier = readonly string[]

export interface AttributeRule {
  /** Most trusted first. Who is not named comes where `'*'` stands, or last. */
  readonly trust: readonly Tier[]
  /** `agreement` is the number of sources that say the same. */
  readonly first: FirstQuestion
  /** A value with such a fault is not chosen, even where there is no other. */
  readonly never: readonly Fault[]
  /** A value with such a fault is chosen only where there is none without. */
  readonly lastResort: readonly Fault[]
  /** Whether a person can have several at a time; where not, two of them are a conflict. */
  readonly canBeSeveral: boolean
}

export type Survivorship = Readonly<Record<Attribute, AttributeRule>>

const unrepeated = (what: string) => (items: readonly string[], context: z.RefinementCtx) => {
  for (const item of new Set(items.filter((each, index) => items.indexOf(each) !== index)))
    context.addIssue({ code: 'custom', message: `${what} "${item}" is named twice` })
}

const source = z.string().regex(/^(?:\*|[a-z]\w*(?: \S.*)?)$/, {
  error: ({ input }) => `"${String(input)}" is neither a source, nor a source and a kind of record, nor "*"`,
})
const fault = z.enum(Object.keys(faults).filter(isFault), {
  error: ({ input }) => `"${String(input)}" is no fault; there are ${Object.keys(faults).join(', ')}`,
})
const rule = z
  .strictObject({
    trust: z
      .array(z.array(source).min(1, 'a tier of trust names nobody'))
      .superRefine((tiers, context) => unrepeated('source')(tiers.flat(), context)),
    first: z.enum(firstQuestions),
    never: z.array(fault),
    lastResort: z.array(fault),
    canBeSeveral: z.boolean(),
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

/** Checks rules that came from a file somebody edited: what the compiler lets pass, and what it was not asked. */
export function declareSurvivorship(declared: Survivorship): Survivorship {
  const checked = rules.safeParse(declared)
  const problems = checked.success
    ? attributes.flatMap((attribute) => problemsOf(attribute, checked.data[attribute]))
    : checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  if (problems.length > 0) throw invalid(problems)
  return declared
}

/** People at one residence beyond whom it is no household: a dormitory, an office, a shop parcels are fetched from. */
export interface HouseholdRule {
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
    `transforms/identity/survivorship/rules.ts cannot be followed: ${problems.join('; ')}.`,
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
  const senseless = [...never, ...lastResort]
    .filter((each) => !faults[each].some((applies) => applies === attribute))
    .map((each) => `${attribute}: "${each}" is nothing that ${attribute} can be`)
  return [...unknown, ...senseless]
}

function isFault(name: string): name is Fault {
  return name in faults
}
