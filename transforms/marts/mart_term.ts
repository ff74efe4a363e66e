import { decimal, holds, integer, oneOf, sql, text, transform, value } from '#engine'
import { fewestCustomers, terms } from './voice/terms.ts'

/**
 * A term is here only if at least five known customers of the group used it, and never if it is a part of the name of any
 * customer, so that nobody can be recognised by their words.
 */
export const mart_term = transform('marts.mart_term', {
  description:
    'The words that are special for what a group of customers writes, or for what is written about a product: up to 20 for each.',
  grain: ['group_type', 'group_name', 'term'],
  columns: {
    group_type: oneOf(
      'What the texts have in common: nothing, the segment of the customer, or the product that they name',
      ['all', 'segment', 'product'],
    ),
    group_name: text('The segment, or the name of the product').notPersonal(
      'many customers are in a segment',
    ),
    term: text('A word, or two words that follow each other').notPersonal(
      'at least five customers used it, and it is no name',
    ),
    term_rank: integer('1 for the most special term of the group. Not additive'),
    statement_count: integer('Texts of the group with the term. Not additive'),
    customer_count: integer('Customers of the group who used it, at least five. Not additive'),
    group_statement_count: integer('All texts of the group. Not additive'),
    tf_idf: decimal(
      'How special it is: share of the texts, times the logarithm of how rare it is in all texts. Not additive',
    ),
  },
  tests: [
    holds('no term of a few customers', sql`customer_count >= ${value(fewestCustomers)}`),
    holds('parts are within the whole', sql`statement_count <= group_statement_count`),
  ],
  query: terms,
})
