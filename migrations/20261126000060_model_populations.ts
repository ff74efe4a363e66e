import type { Knex } from 'knex'

/** Models trained before have no population and are not used: the code that trained them has another hash. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table ops.identity_model
      add column trained_because text not null default 'unknown',
      add column population jsonb not null default '{"hasSample": false, "sources": {}}',
      add column findings jsonb not null default '[]';
    alter table ops.identity_model
      alter column trained_because drop default,
      alter column population drop default,
      alter column findings drop default;
    comment on column ops.identity_model.trained_because is 'Why the model was trained: what was missing, or how the records had changed';
    comment on column ops.identity_model.population is 'The records it was trained on: by source their number, how many have each compared value, and a few drawn by hash with the hash of what is compared';
    comment on column ops.identity_model.findings is 'What is suspicious about the model, what it means, and what to do';
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(
    'alter table ops.identity_model drop column trained_because, drop column population, drop column findings',
  )
}
