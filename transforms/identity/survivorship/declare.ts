import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ClienteleError } from '#engine'
import {
  type Attribute,
  type AttributeRule,
  attributes,
  faults,
  firstQuestions,
  isFault,
  type Survivorship,
} from './attributes.ts'

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
