import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table ops.sample_people
      add column moved_at timestamptz,
      add column married_at timestamptz;
    comment on column ops.sample_people.moved_at is 'When the person moved house; missing in companies loaded before this column';
    comment on column ops.sample_people.married_at is
      'When a marriage changed the family name; missing in companies loaded before this column';
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table ops.sample_people drop column married_at, drop column moved_at')
}
