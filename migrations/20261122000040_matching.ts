import type { Knex } from 'knex'

/**
 * Matching keeps its working tables from run to run, so that a build only has to match new records. They are derived
 * from the records, so they can be deleted, and a crash may empty them (unlogged). The trained models cannot be derived,
 * so they are in `ops`. The columns of prepared records depend on the settings, so matching creates that table.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create extension if not exists pg_trgm;
    create extension if not exists fuzzystrmatch;
    create schema matching;
    comment on schema matching is 'The working tables of identity resolution; private to it, with personal data unmasked';

    create unlogged table matching.state (
      settings_hash text not null,
      model_id bigint not null,
      measures jsonb not null
    );
    comment on table matching.state is 'The settings and the model that the other tables were created with: one row, or none';

    create unlogged table matching.pair (
      a integer not null,
      b integer not null,
      weight double precision not null,
      levels smallint[] not null,
      found_by smallint not null,
      identifier text,
      forbidden text
    );
    comment on table matching.pair is 'Compared pairs of records whose weight is high enough to keep; ids of matching.record, a < b';
    comment on column matching.pair.levels is 'The level of each comparison, in the order of the settings; 0 if a value is missing';
    comment on column matching.pair.found_by is 'Which identifier or blocking rule found the pair first, counted from 1, identifiers first';
    comment on column matching.pair.identifier is 'The kind of identifier that both have and that joins them on its own';
    comment on column matching.pair.forbidden is 'The cannot-link rule that forbids the pair';

    create unlogged table matching.link (
      a integer not null,
      b integer not null,
      link_type text not null
    );
    comment on table matching.link is 'Links from sources that the settings trust';

    create unlogged table matching.decision (
      a integer not null,
      b integer not null,
      verdict text not null
    );
    comment on table matching.decision is 'Decisions of stewards about pairs of existing records';

    create unlogged table matching.cluster (
      id integer not null,
      root integer not null,
      component integer not null
    );
    comment on column matching.cluster.root is 'The lowest id of the cluster';
    comment on column matching.cluster.component is 'The lowest id of the connected component, before guards cut it';

    create unlogged table matching.review (
      a integer not null,
      b integer not null,
      record_key_a bigint not null,
      record_key_b bigint not null,
      weight double precision,
      reason text not null
    );
    comment on table matching.review is 'Pairs for clerical review, and why';

    create unlogged table matching.over_shared (
      kind text not null,
      value_hash bigint not null,
      value text not null,
      record_count integer not null,
      person_count integer not null,
      reason text not null
    );
    comment on table matching.over_shared is 'Values that too many people or records share, so that they join nobody';

    create table ops.identity_model (
      model_id bigint generated always as identity primary key,
      trained_at timestamptz not null default clock_timestamp(),
      settings_hash text not null,
      record_count bigint not null,
      prior double precision not null,
      comparisons jsonb not null
    );
    comment on table ops.identity_model is 'Trained match models; matching uses the newest with its settings';

    create table ops.identity_term (
      model_id bigint not null references ops.identity_model on delete cascade,
      comparison text not null,
      term text,
      weight double precision not null,
      unique nulls not distinct (model_id, comparison, term)
    );
    comment on table ops.identity_term is 'What agreement on a value adds to the weight because of its rarity; null for all other values';
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table ops.identity_term, ops.identity_model; drop schema matching cascade')
}
