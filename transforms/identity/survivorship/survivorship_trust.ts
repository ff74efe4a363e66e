import { every, id, integer, sql, text, transform, value } from '#engine'
import { profile } from '../../canonical/profile.ts'
import { survivorship } from './rules.ts'
import { survivorship_rule } from './survivorship_rule.ts'

const declared = Object.entries(survivorship).flatMap(([attribute, { trust }]) =>
  trust.flatMap((tier, index) => tier.map((who) => ({ attribute, who, trust_rank: index + 1 }))),
)

/** A named kind of record takes precedence over its source, and its source over `*`. */
export const survivorship_trust = transform('identity.survivorship_trust', {
  description: 'How much each kind of profile record is trusted for each attribute.',
  grain: ['attribute', 'source', 'record_kind'],
  columns: {
    attribute: text('name, email, phone, address, birth_date or country'),
    source: id('Source system'),
    record_kind: text('What the source calls its records'),
    trust_rank: integer('1 is the most trusted'),
  },
  query: sql`
    with declared as (
      select
        attribute,
        who,
        trust_rank
      from jsonb_to_recordset(${value(JSON.stringify(declared))}) as tier(attribute text, who text, trust_rank integer)
    ), lowest as (
      select
        rule.attribute,
        coalesce(max(declared.trust_rank), 0) + 1 as trust_rank
      from ${survivorship_rule} rule
      left join declared using (attribute)
      group by rule.attribute
    ), kind as (
      select distinct
        source,
        record_kind
      from ${every(profile)} p
    )
    select
      lowest.attribute,
      kind.source,
      kind.record_kind,
      coalesce(of_kind.trust_rank, of_source.trust_rank, of_others.trust_rank, lowest.trust_rank) as trust_rank
    from lowest
    cross join kind
    left join declared of_kind
      on of_kind.attribute = lowest.attribute
      and of_kind.who = kind.source || ' ' || kind.record_kind
    left join declared of_source
      on of_source.attribute = lowest.attribute
      and of_source.who = kind.source
    left join declared of_others
      on of_others.attribute = lowest.attribute
      and of_others.who = '*'`,
})
