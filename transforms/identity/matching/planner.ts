/**
 * Comparing records is expensive and results are few. The planner assumes the opposite and would not use parallel
 * workers.
 */
export const planForFullRun = `set local parallel_setup_cost = 10;
  set local parallel_tuple_cost = 0.001`

/**
 * A day's records are found by index, never by reading an index from end to end, in tables that are mostly cached.
 * Parallel workers still pay off for reading all records to find changes, and for a few thousand pairs.
 */
export const planForSmallChanges = `set local parallel_setup_cost = 1000;
  set local parallel_tuple_cost = 0.001;
  set local random_page_cost = 0.1;
  set local enable_mergejoin = off;
  set local min_parallel_table_scan_size = 0`

/** Later statements in the same transaction are planned with the server's own settings. */
export const restorePlannerSettings = `set local parallel_setup_cost to default;
  set local parallel_tuple_cost to default;
  set local random_page_cost to default;
  set local enable_mergejoin to default;
  set local min_parallel_table_scan_size to default`

/**
 * Ends a subquery whose columns must be computed once and not at every use, or are grouped by: to group by an
 * expression, Postgres looks for a value in a long list one by one, not by hash. The planner takes a bare `offset 0`
 * for a limit and gives up parallel workers.
 */
export const fence = "offset '0'::bigint"
