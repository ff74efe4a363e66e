import { flag, list, sql, text, transform, value } from '#engine'
import { survivorship } from './rules.ts'

const rules = Object.entries(survivorship).map(
  ([attribute, { first, never, lastResort, allowsSeveral }]) => ({
    attribute,
    first_question: first,
    never,
    last_resort: lastResort,
    allows_several: allowsSeveral,
  }),
)

export const survivorship_rule = transform('identity.survivorship_rule', {
  description: 'How the golden record chooses each attribute, as declared in survivorship/rules.ts.',
  grain: ['attribute'],
  columns: {
    attribute: text('name, email, phone, address, birth_date or country'),
    first_question: text(
      'What decides first between values of the same fault grade: trust, recency, completeness or agreement',
    ),
    never: list('Faults with which a value is never chosen'),
    last_resort: list('Faults with which a value is chosen only if every value has one'),
    allows_several: flag('Whether a person can have several at a time'),
  },
  query: sql`
    select *
    from jsonb_to_recordset(${value(JSON.stringify(rules))})
      as rule(attribute text, first_question text, never text[], last_resort text[], allows_several boolean)`,
})
