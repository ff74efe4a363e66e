import { sql, unknownKey } from '#engine'
import { dim_product } from '../../warehouse/dim_product.ts'
import { fct_order_lines } from '../../warehouse/fct_order_lines.ts'

/**
 * The product that each of the texts in `texts` names: the longest name, in full or up to its first comma. If several
 * products have that name, it is the one that the customer bought last before writing. A name of which only a part is
 * written, or that several products have of which none was bought, says nothing.
 */
export const namedProducts = sql`
  select
    statement_key,
    product_key
  from (
    with names as (
      select distinct
        named.name,
        split_part(named.name, ' ', 1) as first_word,
        product.conformed_product_key as product_key
      from ${dim_product} product
      cross join lateral (values
        (trim(regexp_replace(lower(product.product_name), '[^[:alnum:]]+', ' ', 'g'))),
        (trim(regexp_replace(lower(split_part(product.product_name, ',', 1)), '[^[:alnum:]]+', ' ', 'g')))
      ) named(name)
      where product.is_merchandise
        and length(named.name) >= 4
    ),
    plain as (
      select
        statement_key,
        customer_key,
        stated_at,
        ' ' || regexp_replace(lower(statement_text), '[^[:alnum:]]+', ' ', 'g') || ' ' as plain_text
      from texts
    ),
    mentions as (
      select distinct
        plain.statement_key,
        plain.customer_key,
        plain.stated_at,
        names.name,
        names.product_key
      from plain
      cross join lateral regexp_split_to_table(trim(plain.plain_text), ' ') word
      join names on names.first_word = word
      where position(' ' || names.name || ' ' in plain.plain_text) > 0
    ),
    ranked as (
      select
        *,
        rank() over (partition by statement_key order by length(name) desc, name) as name_rank
      from mentions
    ),
    meant as (
      select
        ranked.*,
        count(*) over (partition by statement_key) as candidate_count,
        bought.last_bought_at
      from ranked
      left join lateral (
        select max(line.occurred_at) as last_bought_at
        from ${fct_order_lines} line
        join ${dim_product} product using (product_key)
        where line.customer_key = ranked.customer_key
          and ranked.customer_key <> ${unknownKey}
          and product.conformed_product_key = ranked.product_key
          and line.line_type = 'sale'
          and line.occurred_at < ranked.stated_at
      ) bought on true
      where name_rank = 1
    )
    select distinct on (statement_key)
      statement_key,
      product_key
    from meant
    where candidate_count = 1
      or last_bought_at is not null
    order by statement_key, last_bought_at desc nulls last, product_key
  ) chosen`
