import {
  day,
  decimal,
  holds,
  id,
  instant,
  integer,
  key,
  list,
  notApplicableKey,
  oneOf,
  references,
  returnsNone,
  sql,
  text,
  transform,
  value,
} from '#engine'
import { sentiments, unscoredReasons } from '../../analytics/text/reading.ts'
import { dim_customer } from '../warehouse/dim_customer.ts'
import { dim_date } from '../warehouse/dim_date.ts'
import { dim_product } from '../warehouse/dim_product.ts'
import { caseExclusions } from '../warehouse/service/judged-cases.ts'
import { patternOf, topics } from './topics/topics.ts'
import { namedProducts } from './voice/named-products.ts'
import { readingOfText } from './voice/reading-columns.ts'
import { writtenTexts } from './voice/written-texts.ts'

/**
 * The text itself is not here, only what was found in it. Sentiment is that of the words (docs/customer-intelligence.md);
 * a text without one says why. Texts in cases that do not count stay, so that numbers of messages tie, and say why.
 */
export const mart_customer_statement = transform('marts.mart_customer_statement', {
  description:
    'What customers wrote, one row for each message, post and survey comment: how they felt and what it is about, without the text.',
  grain: ['statement_key'],
  columns: {
    statement_key: key('Surrogate key of the message or survey answer'),
    customer_key: key('The customer who wrote it; -1 while unknown'),
    product_key: key(
      'Product of the catalogue that it names; -2 if it names none, or does not say which of several',
    ),
    statement_type: oneOf('What it is', [
      'support message',
      'private message',
      'public post',
      'survey comment',
    ]),
    channel: text('How it arrived: email, web, chat, phone, facebook, survey …').notPersonal(
      'a kind of conversation',
    ),
    source: id('Source system'),
    case_key: key('Request for help that it is part of').orNull().notPersonal('numbered by the source'),
    excluded_because: oneOf(
      'Why its request for help does not count; missing if it does',
      caseExclusions,
    ).orNull(),
    stated_at: instant('When it was written'),
    stated_date: day('The day of that, in the time zone of the company').notPersonal(
      'many people write on a day',
    ),
    topics: list('What it is about, by the declared topics; empty if none applies').notPersonal(
      'declared words',
    ),
    language: text('Language that was recognised, ISO 639-1')
      .orNull()
      .notPersonal('many people speak a language'),
    word_count: integer('Words. Additive'),
    sentiment: oneOf('How the customer felt, by the words', sentiments).orNull(),
    sentiment_score: decimal(
      'From -1 (very negative) to 1 (very positive). Not additive: average it',
    ).orNull(),
    evidence_count: integer(
      'How many words, phrases and signs the sentiment rests on; 0 for a neutral text without any. Additive',
    ),
    unscored_because: oneOf('Why it has no sentiment; missing if it has one', unscoredReasons).orNull(),
  },
  indexes: [['customer_key'], ['stated_date']],
  tests: [
    references('customer_key', dim_customer),
    references('product_key', dim_product),
    references('stated_date', dim_date, 'date_day'),
    holds('a sentiment, or why there is none', sql`num_nulls(sentiment, unscored_because) = 1`),
    holds('a score with each sentiment', sql`(sentiment is null) = (sentiment_score is null)`),
    holds('scores are between -1 and 1', sql`sentiment_score between -1 and 1`),
    returnsNone(
      'every text is present',
      (self) => sql`
        select count(*) as text_count
        from (${writtenTexts}) texts
        except
        select count(*)
        from ${self}`,
    ),
  ],
  derive: readingOfText,
  query: sql`
    with texts as materialized (${writtenTexts}
    ),
    declared as (
      select *
      from unnest(${value(topics.map(({ name }) => name))}::text[], ${value(topics.map(patternOf))}::text[])
        with ordinality as declared(name, pattern, place)
    ),
    named as (${namedProducts}
    )
    select
      texts.statement_key,
      texts.customer_key,
      coalesce(named.product_key, ${notApplicableKey}) as product_key,
      texts.statement_type,
      texts.channel,
      texts.source,
      texts.case_key,
      texts.excluded_because,
      texts.stated_at,
      texts.stated_date,
      array(
        select declared.name
        from declared
        where texts.statement_text ~* declared.pattern
        order by declared.place
      ) as topics,
      texts.statement_text
    from texts
    left join named using (statement_key)`,
})
