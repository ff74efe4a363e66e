import type { Knex } from 'knex'

const isInTime = 'now() - last_load.finished_at <= make_interval(hours => e.fresh_within_hours)'

/** A source that its company does not use is expected to bring nothing, so it is never late. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table ops.entities add column is_in_use boolean not null default true;
    comment on column ops.entities.is_in_use is 'Whether the settings of the company name its source';
    create or replace view ops.source_freshness as
      select ${columns(`case when e.is_in_use then ${isInTime} end`)}, e.is_in_use ${entities};
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop view ops.source_freshness;
    create view ops.source_freshness as select ${columns(isInTime)} ${entities};
    alter table ops.entities drop column is_in_use;
    do $$ begin
      if to_regrole('clientele_reader') is not null and to_regrole('clientele_cube') is not null then
        grant select on ops.source_freshness to clientele_reader, clientele_cube;
      end if;
    end $$;
  `)
}

function columns(isFresh: string): string {
  return `
      e.entity,
      e.source,
      e.description,
      e.row_count,
      (select count(*) from ops.quarantine q where q.entity = e.entity and q.replayed_at is null) as quarantined_count,
      last_load.finished_at as last_loaded_at,
      e.fresh_within_hours,
      round(extract(epoch from now() - last_load.finished_at) / 3600, 1) as hours_since_load,
      ${isFresh} as is_fresh,
      coalesce(last_load.is_sample, false) as is_sample`
}

const entities = `
    from ops.entities e
    left join lateral (
      select l.finished_at, l.is_sample from ops.loads l
      where l.entity = e.entity and l.status = 'done' and not l.is_replay
      order by l.load_id desc limit 1
    ) last_load on true`
