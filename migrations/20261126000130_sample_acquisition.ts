import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table ops.sample_people add column acquisition_channel text;
    comment on column ops.sample_people.acquisition_channel is
      'What brought the person: the channel of the first visit, or store if a purchase in one came before';
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table ops.sample_people drop column acquisition_channel')
}
