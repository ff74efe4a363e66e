import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table ops.sample_truth
      add column sentiment text check (sentiment in ('positive', 'neutral', 'negative')),
      add column cause text;
    comment on column ops.sample_truth.sentiment is 'The sentiment of the text in the record';
    comment on column ops.sample_truth.cause is 'What caused the record, such as a campaign';

    create table ops.sample_people (
      person_id bigint primary key,
      segment text not null,
      is_prospect boolean not null,
      household_id bigint,
      resembles_id bigint,
      left_at timestamptz
    );
    comment on table ops.sample_people is
      'Facts about the people of the sample company that no system has; no transform may read it';
    comment on column ops.sample_people.household_id is 'A person of the same household';
    comment on column ops.sample_people.resembles_id is 'Another person with the same name and birthday';
    comment on column ops.sample_people.left_at is 'When the person left, after a last purchase';

    create table ops.sample_state (
      is_only boolean primary key default true check (is_only),
      customers integer not null,
      seed integer not null,
      today timestamptz not null
    );
    comment on table ops.sample_state is 'Which sample company is loaded, and its current day';
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table ops.sample_state;
    drop table ops.sample_people;
    alter table ops.sample_truth drop column cause, drop column sentiment;
  `)
}
