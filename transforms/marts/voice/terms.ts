import { sql, value } from '#engine'
import { dim_customer } from '../../warehouse/dim_customer.ts'
import { dim_product } from '../../warehouse/dim_product.ts'
import { mart_customer_statement } from '../mart_customer_statement.ts'
import { mart_rfm } from '../mart_rfm.ts'
import { stopWords } from './stop-words.ts'
import { writtenTexts } from './written-texts.ts'

/** A term is shown only if so many known customers of the group used it. */
export const fewestCustomers = 5
const mostTerms = 20

/**
 * Words, and pairs of neighbouring words, by what is special about a group of texts: TF-IDF (Salton & Buckley 1988, IPM
 * 24(5)), where TF is the share of the group's texts with the term, and IDF the logarithm of all texts divided by those
 * with it. Addresses, links, numbers, parts of customers' names and words that
 * say nothing are taken out first, and for a product its own name.
 */
export const terms = sql`
  with names as (
    select distinct part
    from ${dim_customer} customer
    cross join lateral regexp_split_to_table(
      lower(concat_ws(' ', customer.full_name, customer.given_name, customer.family_name)),
      '[^[:alpha:]]+'
    ) part
    where part <> ''
  ),
  texts as (
    select
      written.statement_key,
      said.customer_key,
      said.product_key,
      lower(regexp_replace(written.statement_text, '\S*(@|://|www\.)\S*', ' . ', 'g')) as plain_text
    from (${writtenTexts}) written
    join ${mart_customer_statement} said using (statement_key)
    where said.excluded_because is null
      and said.customer_key > 0
      and written.statement_text is not null
  ),
  words as (
    select
      texts.statement_key,
      word.word,
      word.place,
      names.part is null
        and word.word <> all (${value([...stopWords])}::text[])
        and word.word ~ '^[[:alpha:]]{3,30}$' as is_telling
    from texts
    -- Postgres expects ten words of an array, and a thousand of a text that it splits
    cross join lateral unnest(regexp_split_to_array(texts.plain_text, '[\s,;:!?.()"]+')) with ordinality as word(word, place)
    left join names on names.part = word.word
  ),
  spoken as (
    select
      *,
      lead(word) over of_text as next_word,
      lead(is_telling) over of_text as is_next_telling
    from words
    window of_text as (partition by statement_key order by place)
  ),
  used as (
    select
      statement_key,
      word as term
    from spoken
    where is_telling
    union
    select
      statement_key,
      word || ' ' || next_word
    from spoken
    where is_telling
      and is_next_telling
  ),
  grouped as (
    select
      texts.statement_key,
      texts.customer_key,
      grouping.group_type,
      grouping.group_name,
      ' ' || regexp_replace(lower(grouping.group_name), '[^[:alnum:]]+', ' ', 'g') || ' ' as own_words
    from texts
    left join ${mart_rfm} rfm using (customer_key)
    left join ${dim_product} product on product.product_key = texts.product_key
    cross join lateral (values
      ('all', 'all'),
      ('segment', coalesce(rfm.segment, 'No purchase yet')),
      ('product', case when texts.product_key <> -2 then product.product_name end)
    ) grouping(group_type, group_name)
    where grouping.group_name is not null
  ),
  group_sizes as (
    select
      group_type,
      group_name,
      count(*) as text_count
    from grouped
    group by group_type, group_name
  ),
  frequencies as (
    select
      term,
      count(*) as text_count
    from used
    group by term
  ),
  -- counted for each customer first, which can be done without sorting all terms
  said_by as (
    select
      grouped.group_type,
      grouped.group_name,
      used.term,
      grouped.customer_key,
      count(*) as statement_count
    from grouped
    join used using (statement_key)
    where grouped.group_type <> 'product'
      or position(' ' || used.term || ' ' in grouped.own_words) = 0
    group by grouped.group_type, grouped.group_name, used.term, grouped.customer_key
  ),
  counted as (
    select
      group_type,
      group_name,
      term,
      sum(statement_count) as statement_count,
      count(*) as customer_count
    from said_by
    group by group_type, group_name, term
    having count(*) >= ${value(fewestCustomers)}
  ),
  weighed as (
    select
      counted.*,
      group_sizes.text_count as group_text_count,
      round(
        counted.statement_count::numeric / group_sizes.text_count * ln(totals.text_count::numeric / frequencies.text_count),
        6
      ) as tf_idf
    from counted
    join group_sizes using (group_type, group_name)
    join frequencies using (term)
    cross join (select count(*) as text_count from texts) totals
  ),
  ranked as (
    select
      *,
      row_number() over (
        partition by group_type, group_name
        order by
          tf_idf desc,
          statement_count desc,
          term
      )::integer as term_rank
    from weighed
  )
  select
    group_type,
    group_name,
    term,
    term_rank,
    statement_count::integer as statement_count,
    customer_count::integer as customer_count,
    group_text_count::integer as group_statement_count,
    tf_idf
  from ranked
  where term_rank <= ${value(mostTerms)}`
