import { flag, instant, key, oneOf, references, returnsNone, sql, text, transform } from '#engine'
import { bdg_customer_home } from './bdg_customer_home.ts'
import { dim_customer } from './dim_customer.ts'
import { homeColumns } from './history/home-columns.ts'
import { valueBands } from './history/rules.ts'
import { versions } from './history/versions.ts'
import { alwaysValid, ending, versionsOf } from './validity.ts'

const consent = (use: string) =>
  oneOf(`Decision about ${use}: unknown is one that nobody understood, which never allows anything`, [
    'granted',
    'withdrawn',
    'unknown',
    'no decision',
  ])

/**
 * Type 2. Valid time is what records say themselves, so a late record changes the past that it tells of, and a full build
 * gives the same rows as building day by day (docs/adr/0016). The current version agrees with dim_customer; versions
 * follow each other without a gap. The first version also holds for everything before the first evidence.
 *
 * Facts do not keep its key, because the value band follows from facts: join customer_key and
 * `valid_from <= at and at < valid_to`.
 */
export const dim_customer_history = transform('warehouse.dim_customer_history', {
  description:
    'What held about each customer in which period, one row for each customer and period in which nothing changed, and ' +
    'the unknown member -1, which is always valid.',
  grain: ['customer_history_key'],
  columns: {
    customer_history_key: key('Surrogate key of the version; -1 is the unknown member'),
    customer_key: key('Durable key of the person, as in dim_customer and in facts'),
    valid_from: instant('From when the version holds; the first one of a customer from the year 1 on'),
    valid_to: instant('Until when, exclusive; the year 9999 while it holds'),
    is_current: flag('Whether it holds now; exactly one version of each customer does'),
    family_name: text('Family name, which a marriage may change').orNull().pii('name'),
    ...homeColumns,
    household_key: key(
      'Household, as in bdg_household; missing if there is none, as far as is known',
    ).orNull(),
    email_consent: consent('marketing by email'),
    sms_consent: consent('marketing by SMS'),
    analytics_consent: consent('measuring what they do on the website'),
    profiling_consent: consent('profiling'),
    loyalty_tier: text(
      'Level in the loyalty programme, in its own words; none outside it, unknown before the first known one',
    ).notPersonal('a level that many members have'),
    lifecycle_segment: oneOf(
      'prospect before the first purchase, new from then, returning from the second; lapsing after 180 days without a ' +
        'purchase, lapsed after 365',
      ['prospect', 'new', 'returning', 'lapsing', 'lapsed'],
    ),
    value_band: oneOf('Band of what the customer had been worth until then; none before the first order', [
      'none',
      ...valueBands.map(({ band }) => band),
    ]),
  },
  indexes: [['customer_key', 'valid_from']],
  tests: [
    references('customer_key', dim_customer),
    ...versionsOf('customer_key'),
    returnsNone(
      'each customer has one current version, which agrees with dim_customer',
      (self) => sql`
        select customer_key
        from (select * from ${self} where is_current) version
        full join ${dim_customer} c using (customer_key)
        group by customer_key
        having count(version.customer_history_key) <> 1
          or bool_or(
            (version.family_name, version.street, version.postcode, version.country)
              is distinct from (c.family_name, c.street, c.postcode, c.country)
          )`,
    ),
  ],
  unknownMember: {
    customer_history_key: -1,
    customer_key: -1,
    ...alwaysValid,
    is_current: true,
    country: 'Unknown',
    email_consent: 'no decision',
    sms_consent: 'no decision',
    analytics_consent: 'no decision',
    profiling_consent: 'no decision',
    loyalty_tier: 'none',
    lifecycle_segment: 'prospect',
    value_band: 'none',
  },
  query: sql`
    select
      ops.key_of('customer', 'version', version.customer_key::text, extract(epoch from version.valid_from)::text)
        as customer_history_key,
      version.customer_key,
      version.valid_from,
      coalesce(version.next_from, ${ending}) as valid_to,
      version.next_from is null as is_current,
      nullif(version.name, '') as family_name,
      home.street,
      home.house_number,
      home.unit,
      home.city,
      home.postcode,
      home.region,
      home.country,
      nullif(version.household, 'none')::bigint as household_key,
      version.email as email_consent,
      version.sms as sms_consent,
      version.analytics as analytics_consent,
      version.profiling as profiling_consent,
      version.tier as loyalty_tier,
      version.stage as lifecycle_segment,
      version.band as value_band
    from (${versions}
    ) version
    join ${bdg_customer_home} home
      on home.customer_key = version.customer_key
      and home.home_number = version.home::integer`,
})
