import type { Knex } from 'knex'

/**
 * What every fitted model was, for as long as the warehouse lives: tables of models are replaced with each build. Only
 * publication writes to it. It holds no personal data, so readers see it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table ops.model_registry (
      entry_id bigint generated always as identity primary key,
      run_id bigint not null,
      recorded_at timestamptz not null default now(),
      subject text not null,
      group_name text not null,
      model_name text not null,
      refit_because text not null
        check (refit_because in ('first fit', 'schedule', 'drift', 'data', 'code', 'no longer fitted')),
      window_from_date date,
      window_to_date date,
      observation_count bigint not null,
      parameters jsonb not null,
      fit jsonb not null,
      backtest jsonb not null,
      code_hash text not null,
      is_published boolean not null,
      not_published_because text,
      check (is_published = (not_published_because is null))
    );
    comment on table ops.model_registry is
      'Every model that was fitted and what became of it, one entry for each change of a model; append-only';
    comment on column ops.model_registry.run_id is 'The run whose publication wrote the entry';
    comment on column ops.model_registry.subject is 'What is modelled, such as lifetime value or churn';
    comment on column ops.model_registry.group_name is 'The customers it was fitted to';
    comment on column ops.model_registry.model_name is 'The model, such as BG/NBD';
    comment on column ops.model_registry.refit_because is
      'Why it differs from the entry before: schedule: its data window ends later; drift: it ends later because the model no longer described what happened; code: the program or its settings changed; data: records of the same window changed; no longer fitted: the group or the model is gone';
    comment on column ops.model_registry.window_from_date is 'The first day of the data; null without data';
    comment on column ops.model_registry.window_to_date is 'The last day of the data';
    comment on column ops.model_registry.observation_count is 'Customers, or what else an observation is';
    comment on column ops.model_registry.parameters is 'Estimates by name, with standard errors and intervals';
    comment on column ops.model_registry.fit is 'How well it fits the data it was fitted to, and how the fit ended';
    comment on column ops.model_registry.backtest is 'How well it predicted a later period that the fit had not seen';
    comment on column ops.model_registry.code_hash is 'The code, with its settings, that fitted it';
    comment on column ops.model_registry.is_published is 'Whether figures of customers are computed with it';
    create index on ops.model_registry (subject, group_name, model_name, entry_id desc);
    create index on ops.model_registry (run_id);
    create trigger append_only before update or delete or truncate on ops.model_registry
      for each statement execute function ops.refuse_change();

    create view ops.model_current as
      select distinct on (subject, group_name, model_name) *
      from ops.model_registry
      order by subject, group_name, model_name, entry_id desc;
    comment on view ops.model_current is 'The newest entry of every model in the registry';
    do $$ begin
      if to_regrole('clientele_reader') is not null then
        grant select on ops.model_registry, ops.model_current to clientele_reader;
      end if;
    end $$;
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop view ops.model_current;
    drop table ops.model_registry;
  `)
}
