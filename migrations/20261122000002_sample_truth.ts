import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table ops.sample_truth (
      entity text not null,
      record_key text not null,
      person_id bigint not null,
      primary key (entity, record_key)
    );
    comment on table ops.sample_truth is
      'The person of each record of the sample company, to evaluate identity with; no transform may read it';
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table ops.sample_truth')
}
