import type { Knex } from 'knex'

/** A replay from quarantine loads nothing new from the source, so it does not make an entity fresh. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table ops.loads add column is_replay boolean not null default false;
    comment on column ops.loads.is_replay is 'Whether its records came from quarantine';
    ${freshness('and not l.is_replay')}
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ${freshness('')}
    alter table ops.loads drop column is_replay;
  `)
}

function freshness(condition: string): string {
  return `
    create or replace view ops.source_freshness as
      select e.entity, e.source, e.description, e.row_count,
        (select count(*) from ops.quarantine q where q.entity = e.entity and q.replayed_at is null) as quarantined_count,
        last_load.finished_at as last_loaded_at,
        e.fresh_within_hours,
        round(extract(epoch from now() - last_load.finished_at) / 3600, 1) as hours_since_load,
        now() - last_load.finished_at <= make_interval(hours => e.fresh_within_hours) as is_fresh,
        coalesce(last_load.is_sample, false) as is_sample
      from ops.entities e
      left join lateral (
        select l.finished_at, l.is_sample from ops.loads l
        where l.entity = e.entity and l.status = 'done' ${condition}
        order by l.load_id desc limit 1
      ) last_load on true;`
}
