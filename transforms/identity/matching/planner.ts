/** Comparing is dear and rows are few: the planner takes both for the opposite, and would not use several processes. */
export const planForAll = 'set local parallel_setup_cost = 10; set local parallel_tuple_cost = 0.001'

/**
 * A day's records are looked up by index, never by walking a whole index beside them, in tables that are mostly in
 * memory; reading all records to see which changed is worth several processes all the same.
 */
export const planForFew = `${planForAll}; set local random_page_cost = 0.3; set local enable_mergejoin = off`

/** Whatever comes after matching in its transaction is planned as ever. */
export const planAsEver = `set local parallel_setup_cost to default; set local parallel_tuple_cost to default;
  set local random_page_cost to default; set local enable_mergejoin to default`
