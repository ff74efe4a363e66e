import { isSupportedCountry } from 'libphonenumber-js/max'
import { z } from 'zod'
import { ClienteleError } from '#engine'
import { isoCodes } from '../normalise/data/country-names.ts'

/* What differs from company to company. Everything that names a currency, a time zone or a country reads it here. */

const currencies = new Set(Intl.supportedValuesOf('currency'))
const countries = new Set(isoCodes.map((codes) => codes.slice(0, 2)))
const country = () =>
  z.string().refine((code) => countries.has(code), {
    error: ({ input }) => `"${input}" is not a country. Use its ISO 3166 code in capitals, such as BR`,
  })

const junkEmail =
  "is not an address. Write 'till@shop.example', '@shop.example' for a whole domain, or 'till@' for any domain"

const schema = z.strictObject({
  /** As readers know the company; shown in the title of every report. */
  name: z.string().trim().min(1, 'is empty. Write the name that readers know'),
  /** Of all `_amount` columns (ISO 4217). */
  currency: z.string().refine((code) => currencies.has(code), {
    error: ({ input }) => `"${input}" is not a currency. Use its ISO 4217 code in capitals, such as BRL`,
  }),
  /** Days, weeks and months begin and end in this zone (IANA); instants are stored in UTC. */
  timeZone: z.string().refine(isTimeZone, {
    error: ({ input }) => `"${input}" is not a time zone. Use its IANA name, such as America/Sao_Paulo`,
  }),
  /** How numbers, amounts and dates are written (BCP 47). */
  locale: z.string().refine(isLocale, {
    error: ({ input }) => `"${input}" is not a locale. Use a BCP 47 tag, such as pt-BR`,
  }),
  /** ISO 8601: 1 is Monday, 7 is Sunday. */
  firstDayOfWeek: z.int().min(1).max(7),
  /** 1 is January. */
  financialYearStartMonth: z.int().min(1).max(12),
  /** Countries the company sells to, the home market first (ISO 3166-1). */
  markets: z
    .tuple([country()], country())
    .refine((codes) => new Set(codes).size === codes.length, 'names a country twice. Name each once'),
  /** Where a telephone number, an address or a date comes from if it does not say (ISO 3166-1). */
  phoneRegion: country().refine(isSupportedCountry, {
    error: ({ input }) =>
      `"${input}" has no telephone numbers of its own. Use the country that it belongs to`,
  }),
  /** The day as of which reports are made, such as the last day of a closed year (ISO 8601); if left out, today. */
  asOfDay: z.iso.date('is not a day. Write it like 2026-12-31, or leave it out for today').optional(),
  /** How amounts in other currencies are converted: see docs/settings.md. */
  exchangeRates: z
    .strictObject({
      /** How many days old a rate may be on the day of an amount. */
      withinDays: z.int().min(0).max(366).optional(),
      /** Whose rate counts if several have one of the same day, the best first; others follow by name. */
      providers: z.array(z.string().trim().min(1)).optional(),
    })
    .optional(),
  /** So many days around an identification, anonymous visits of the same browser are attached to the person; 30. */
  visitorWindowDays: z.int().min(0).max(3650).optional(),
  /** So many days after a click or a code, an order is put down to a campaign; 7. */
  campaignWindowDays: z.int().min(0).max(3650).optional(),
  /** So many days after its last change, a cart counts as open or paid for later, and then as abandoned; 14. */
  cartDays: z.int().min(1).max(365).optional(),
  /** Which visits and clicks are put down to an order: see docs/customer-intelligence.md. */
  attribution: z
    .strictObject({
      /** So many days before an order, what the customer saw counts; 30. */
      windowDays: z.int().min(1).max(365).optional(),
      /** A touch so many days earlier than another one gets half of its credit in the model of time decay; 7. */
      halfLifeDays: z.number().positive().max(365).optional(),
      /** The purpose, as the consent ledger calls it, for which visits may be used; analytics. */
      visitPurpose: z.string().min(1).optional(),
      /** The purposes for which clicks in messages may be used; email_marketing, sms_marketing and so on. */
      messagePurposes: z
        .strictObject({
          email: z.string().min(1).optional(),
          sms: z.string().min(1).optional(),
          push: z.string().min(1).optional(),
          messenger: z.string().min(1).optional(),
        })
        .optional(),
    })
    .optional(),
  /** How the worth of customers is forecast: see docs/settings.md. */
  lifetimeValue: z
    .strictObject({
      /** Customers who differ in these are described by models of their own; [] for one model of all; market. */
      groupBy: z
        .array(z.enum(['market', 'firstChannel']))
        .refine((names) => new Set(names).size === names.length, 'names something twice. Name each once')
        .optional(),
      /** Groups of fewer customers are put together; 100. */
      minimumCustomers: z.int().min(50).max(1_000_000).optional(),
      /** By so much a year, later value counts less; 0.1. */
      discountRate: z.number().min(0.001).max(1).optional(),
      /** Models are fitted to what happened before the present one of these; month. */
      refitEvery: z.enum(['week', 'month', 'quarter']).optional(),
    })
    .optional(),
  /** When a customer has left: see docs/adr/0019-who-has-left.md. */
  churn: z
    .strictObject({
      /** A customer who orders nothing for so many days has left; 180. */
      horizonDays: z.int().min(14).max(730).optional(),
      /** A customer who ordered in so many days before is active, and the others have lapsed; 365. */
      activeDays: z.int().min(30).max(1825).optional(),
    })
    .optional(),
  /** The sources in use. Screens leave the others out, and nothing can be loaded into them. */
  sources: z.union(
    [z.literal('all'), z.array(z.string().regex(/^[a-z][a-z0-9_]*$/)).min(1)],
    `must be 'all' or a list of names, such as ['shopify', 'stripe']`,
  ),
  /** Values that identify nobody, besides those that Clientele knows: see docs/settings.md. */
  junk: z
    .strictObject({
      emails: z.array(z.string().regex(/^\s*[^@\s]*@[^@\s]*\s*$/, junkEmail)).optional(),
      phones: z
        .array(z.string().regex(/(\d\D*){3,}/, 'is not a telephone number. Write its digits'))
        .optional(),
      ids: z.array(z.string().trim().min(1, 'is empty. Write the id that stands for nobody')).optional(),
      names: z
        .array(z.string().regex(/\p{L}/u, 'has no letter. Write the name that stands for nobody'))
        .optional(),
    })
    .optional(),
  /** What customers write about, besides the topics that Clientele knows: see docs/settings.md. */
  topics: z
    .array(
      z.strictObject({
        name: z.string().trim().min(1, 'is empty. Write the name that readers will see'),
        /** Words and phrases in any language; a `*` stands for any letters. */
        words: z
          .array(z.string().regex(/\p{L}/u, 'has no letter. Write a word or a phrase'))
          .min(1, 'is empty. Write at least one word'),
      }),
    )
    .optional(),
})

export type CompanySettings = Readonly<z.infer<typeof schema>>

/** Checks the settings of a company; `file` is named in the error. */
export function companySettings(settings: CompanySettings, file = 'company/settings.ts'): CompanySettings {
  return parseSettings(settings, file)
}

export function parseSettings(settings: unknown, file: string): CompanySettings {
  const parsed = schema.safeParse(settings)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'settings'}: ${message}`,
  )
  throw new ClienteleError(
    'company-settings',
    `${file} cannot be used. Correct these settings and run the command again:\n  ${problems.join('\n  ')}`,
    { file, problems },
  )
}

function isTimeZone(name: string): boolean {
  // Intl also takes offsets such as +02:00, which do not know about summer time
  if (!/^[A-Z]/i.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

function isLocale(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf([tag]).length === 1
  } catch {
    return false
  }
}
