import type { Knex } from 'knex'

/** Old runs are removed with what they recorded, which must not read a whole table for each removed row. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('create index on ops.test_failures (run_id, relation, test)')
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index ops.test_failures_run_id_relation_test_idx')
}
