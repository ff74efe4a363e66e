import { key, references, returnsNone, sql, text, transform } from '#engine'
import { mart_customer_statement } from './mart_customer_statement.ts'

/** A text about two topics has two rows: count its texts, do not add them up. */
export const mart_statement_topic = transform('marts.mart_statement_topic', {
  description:
    'What each text of a customer is about, one row for each text and topic; a text in which no declared word occurs has one row.',
  grain: ['statement_key', 'topic'],
  columns: {
    statement_key: key('The text'),
    topic: text('The topic; no topic for texts in which no declared word occurs').notPersonal(
      'declared words',
    ),
  },
  tests: [
    references('statement_key', mart_customer_statement),
    returnsNone(
      'every text has a topic',
      (self) => sql`
        select statement_key
        from ${mart_customer_statement}
        except
        select statement_key
        from ${self}`,
    ),
  ],
  query: sql`
    select
      said.statement_key,
      coalesce(about.topic, 'no topic') as topic
    from ${mart_customer_statement} said
    left join lateral unnest(said.topics) as about(topic) on true`,
})
