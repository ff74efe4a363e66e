import { flag, list, sql, text, transform, value } from '#engine'
import { survivorship } from './rules.ts'

const rules = Object.entries(survivorship).map(([attribute, { first, never, lastResort, canBeSeveral }]) => ({
  attribute,
  first_question: first,
  never,
  last_resort: lastResort,
  can_be_several: canBeSeveral,
}))

export const survivorship_rule = transform('identity.survivorship_rule', {
  description: 'How the golden record chooses each attribute, as declared in survivorship.ts.',
  grain: ['attribute'],
  columns: {
    attribute: text('name, email, phone, address, birth_date or country'),
    first_question: text(
      'What is asked first of values without fault: trust, recency, completeness or agreement',
    ),
    never: list('Faults with which a value is never chosen'),
    last_resort: list('Faults with which a value is chosen where there is no other'),
    can_be_several: flag('Whether a person can have several at a time'),
  },
  query: sql`
    select *
    from jsonb_to_recordset(${value(JSON.stringify(rules))})
      as rule(attribute text, first_question text, never text[], last_resort text[], can_be_several boolean)`,
})
