/** Comparing is dear and rows are few: the planner takes both for the opposite, and would not use several processes. */
export const planForAll = 'set local parallel_setup_cost = 10; set local parallel_tuple_cost = 0.001'

/**
 * A day's records are looked up by index, never by walking a whole index beside them, in tables that are mostly in
 * memory; reading all records to see which changed is worth several processes all the same, and so are a few
 * thousand pairs.
 */
export const planForFew = `set local parallel_setup_cost = 1000; set local parallel_tuple_cost = 0.001;
  set local random_page_cost = 0.1; set local enable_mergejoin = off; set local min_parallel_table_scan_size = 0`

/** Whatever comes after matching in its transaction is planned as ever. */
export const planAsEver = `set local parallel_setup_cost to default; set local parallel_tuple_cost to default;
  set local random_page_cost to default; set local enable_mergejoin to default;
  set local min_parallel_table_scan_size to default`

/**
 * At the end of a subquery: its columns are worked out once, not wherever they are used. With a bare 0 the planner
 * would take it for a limit, and give up several processes.
 */
export const fence = "offset '0'::bigint"
