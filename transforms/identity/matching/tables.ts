import type { ClientBase } from 'pg'

/** Where matching keeps its state: from run to run, or until the connection closes. */
export type Schema = 'matching' | 'pg_temp'

/** The working tables by name, as SQL writes them. What each holds, and who creates, reads and drops it: index.ts. */
export type Tables = ReturnType<typeof tablesIn>

export function tablesIn(schema: Schema) {
  const models = schema === 'matching' ? 'ops' : 'pg_temp'
  return {
    // kept from run to run
    state: `${schema}.state`,
    record: `${schema}.record`,
    over_shared: `${schema}.over_shared`,
    near_limit: `${schema}.near_limit`,
    pair: `${schema}.pair`,
    link: `${schema}.link`,
    decision: `${schema}.decision`,
    cluster: `${schema}.cluster`,
    review: `${schema}.review`,
    // a trained model cannot be derived again from the records
    identity_model: `${models}.identity_model`,
    identity_term: `${models}.identity_term`,
    // dropped when the run ends; not temporary, because parallel workers cannot read temporary tables
    record_without_terms: `${schema}.record_without_terms`,
    changed_record: `${schema}.changed_record`,
    touched_record: `${schema}.touched_record`,
    shared_hash: `${schema}.shared_hash`,
    edge: `${schema}.edge`,
    formed: `${schema}.formed`,
    // temporary
    suspect_hash: 'pg_temp.suspect_hash',
    random_record: 'pg_temp.random_record',
    touched: 'pg_temp.touched',
    former_link: 'pg_temp.former_link',
    former_decision: 'pg_temp.former_decision',
    crossing_pair: 'pg_temp.crossing_pair',
    former_pair: 'pg_temp.former_pair',
    scored_pair: 'pg_temp.scored_pair',
    former_cluster: 'pg_temp.former_cluster',
    region: 'pg_temp.region',
    connected: 'pg_temp.connected',
    suspect_cluster: 'pg_temp.suspect_cluster',
    forbidden_pair: 'pg_temp.forbidden_pair',
    relabelled: 'pg_temp.relabelled',
    cut: 'pg_temp.cut',
    settled: 'pg_temp.settled',
    moved: 'pg_temp.moved',
    moved_untouched: 'pg_temp.moved_untouched',
  }
}

/** Working tables that end with the connection, the model among them. */
export async function createTemporaryTables(client: ClientBase): Promise<void> {
  const kept = tablesIn('matching')
  const own = tablesIn('pg_temp')
  const copies = [
    [own.state, kept.state],
    [own.over_shared, kept.over_shared],
    [own.near_limit, kept.near_limit],
    [own.link, kept.link],
    [own.decision, kept.decision],
    [own.cluster, kept.cluster],
    [own.review, kept.review],
    [own.identity_model, `${kept.identity_model} including all`],
    [own.identity_term, `${kept.identity_term} including all`],
  ]
  for (const [table, like] of copies) await client.query(`create table if not exists ${table} (like ${like})`)
}
