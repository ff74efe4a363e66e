import type { Knex } from 'knex'

/**
 * Who entered and left each segment, for as long as the warehouse lives: tables of segments are replaced with each build.
 * Only publication writes to it. It holds keys of customers and no other personal data, so readers see it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table ops.segment_movement (
      movement_id bigint generated always as identity primary key,
      run_id bigint not null,
      recorded_at timestamptz not null default now(),
      as_of_date date not null,
      segment_name text not null,
      customer_key bigint not null,
      movement text not null check (movement in ('entered', 'left')),
      because text not null check (because in ('rule', 'merged', 'no longer declared'))
    );
    comment on table ops.segment_movement is
      'Who entered and who left each segment, one entry for each movement; append-only';
    comment on column ops.segment_movement.run_id is 'The run whose publication saw it';
    comment on column ops.segment_movement.as_of_date is 'The day as of which that run was made';
    comment on column ops.segment_movement.because is
      'rule: the condition holds now, or no longer; merged: the key now belongs to another customer; no longer declared: the segment is gone';
    create index on ops.segment_movement (segment_name, customer_key, movement_id desc);
    create index on ops.segment_movement (customer_key);
    create trigger append_only before update or delete or truncate on ops.segment_movement
      for each statement execute function ops.refuse_change();

    create view ops.segment_current as
      select segment_name, customer_key, as_of_date as entered_date, run_id
      from (
        select distinct on (segment_name, customer_key) *
        from ops.segment_movement
        order by segment_name, customer_key, movement_id desc
      ) newest
      where movement = 'entered';
    comment on view ops.segment_current is 'The members of each segment as of the last publication, and since when';

    create view ops.segment_flow as
      select
        segment_name,
        run_id,
        as_of_date,
        entered_count,
        left_count,
        sum(entered_count - left_count) over (partition by segment_name order by run_id) as customer_count
      from (
        select
          segment_name,
          run_id,
          max(as_of_date) as as_of_date,
          count(*) filter (where movement = 'entered') as entered_count,
          count(*) filter (where movement = 'left') as left_count
        from ops.segment_movement
        group by segment_name, run_id
      ) moved;
    comment on view ops.segment_flow is
      'How many customers entered and left each segment with each publication that moved any, and how many it then had';
    do $$ begin
      if to_regrole('clientele_reader') is not null then
        grant select on ops.segment_movement, ops.segment_current, ops.segment_flow to clientele_reader;
      end if;
    end $$;
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop view ops.segment_flow, ops.segment_current;
    drop table ops.segment_movement;
  `)
}
