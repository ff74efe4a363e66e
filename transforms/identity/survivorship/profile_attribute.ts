import { every, id, instant, integer, key, list, oneOf, sql, text, transform } from '#engine'
import { profile } from '../../canonical/profile.ts'
import { contact_fault } from './contact_fault.ts'
import { survivorship_rule } from './survivorship_rule.ts'
import { survivorship_trust } from './survivorship_trust.ts'

/** Does not depend on whose record it is, so merging or splitting people leaves it unchanged. */
export const profile_attribute = transform('identity.profile_attribute', {
  description:
    'The attributes of each profile record, one a row, with how much each is trusted and what faults it has.',
  grain: ['record_key', 'attribute'],
  columns: {
    record_key: key('Surrogate key of the record'),
    attribute: oneOf('What the value is', ['name', 'email', 'phone', 'address', 'birth_date', 'country']),
    source: id('Source system'),
    value: text('The value').pii('contact'),
    value_match: text('The same for values that differ only in spelling').pii('contact'),
    completeness: integer('How many of its parts have a value'),
    trust_rank: integer('1 is the most trusted'),
    faults: list('Its faults, of those that the rule of the attribute names').notPersonal(
      'names of faults, which many values have',
    ),
    fault_grade: integer('0 no fault, 1 a last resort, 2 never chosen'),
    first_observed_at: instant('When the source first knew the person').orNull(),
    observed_at: instant('When the source last changed the record').orNull(),
  },
  query: sql`
    with attribute as (
      select
        p.record_key,
        p.source,
        p.record_kind,
        p.is_deleted,
        p.created_at as first_observed_at,
        coalesce(p.updated_at, p.created_at) as observed_at,
        each.*,
        contact.is_bounced,
        contact.is_complained
      from ${every(profile)} p
      cross join lateral (values
        (
          'name',
          p.full_name,
          coalesce(p.given_name_match || ' ' || p.family_name_match, lower(p.full_name)),
          num_nonnulls(p.given_name, p.family_name, p.name_suffix),
          case when length(p.given_name) > 1 and p.family_name is not null then null else 'incomplete' end
        ),
        (
          'email',
          p.email,
          coalesce(p.email_match, p.email),
          1,
          case when p.email_kind in ('role', 'disposable') then p.email_kind || ' mailbox' end
        ),
        ('phone', p.phone, p.phone, 1, null),
        (
          'address',
          case
            when num_nonnulls(p.street, p.house_number, p.city, p.postcode) > 0
            then concat_ws(', ', p.unit, nullif(concat_ws(' ', p.house_number, p.street), ''), p.city, p.region,
              p.postcode, p.country)
          end,
          concat_ws('|', p.unit, p.house_number, translate(lower(p.street), ' .,-''', ''),
            translate(lower(coalesce(p.postcode, p.city)), ' -', '')),
          num_nonnulls(p.street, p.house_number, p.unit, p.city, p.region, p.postcode, p.country),
          case when p.street is null or num_nonnulls(p.city, p.postcode) = 0 then 'incomplete' end
        ),
        (
          'birth_date',
          to_char(p.birth_date, 'YYYY-MM-DD'),
          to_char(p.birth_date, 'YYYY-MM-DD'),
          1,
          case when p.birth_date_quality = 'suspect' then 'suspect' end
        ),
        ('country', p.country, p.country, 1, null)
      ) as each(attribute, value, value_match, completeness, fault)
      left join ${contact_fault} contact using (attribute, value_match)
      where each.value is not null
      -- otherwise each value is made again for each row of trust, and the faults below three times
      offset 0
    ), judged as (
      select
        attribute.*,
        trust.trust_rank,
        rule.never,
        case
          when attribute.fault is null and attribute.is_bounced is null and not attribute.is_deleted then '{}'
          else array(
            select known.fault
            from (values
              (attribute.fault),
              (case when attribute.is_deleted then 'deleted record' end),
              (case when attribute.is_bounced then 'bounced' end),
              (case when attribute.is_complained then 'complained' end)
            ) known(fault)
            where known.fault = any (rule.never || rule.last_resort)
          )
        end as faults
      from attribute
      join ${survivorship_rule} rule using (attribute)
      join ${survivorship_trust} trust using (attribute, source, record_kind)
      offset 0
    )
    select
      record_key,
      attribute,
      source,
      value,
      value_match,
      completeness,
      trust_rank,
      faults,
      case when faults && never then 2 when faults <> '{}' then 1 else 0 end as fault_grade,
      first_observed_at,
      observed_at
    from judged`,
})
