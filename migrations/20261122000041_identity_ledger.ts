import type { Knex } from 'knex'

/**
 * The ledger of customer keys. Together with the raw records it is all that a warehouse must not lose. It does not refer
 * to other tables, so that it can be restored alone. Only publication writes to it. Readers have no access; for a
 * former key, `ops.resolve_customer_key` returns the current one.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table ops.identity_ledger (
      ledger_id bigint generated always as identity primary key,
      run_id bigint not null,
      recorded_at timestamptz not null default now(),
      event text not null check (event in ('assign', 'merge', 'split', 'redirect')),
      record_key bigint,
      customer_key bigint not null,
      former_customer_key bigint,
      reason text not null,
      check ((event = 'redirect') = (record_key is null)),
      check (event = 'assign' or former_customer_key <> customer_key)
    );
    comment on table ops.identity_ledger is
      'Every key that a profile record ever had, and the keys that replaced keys without records; append-only';
    comment on column ops.identity_ledger.run_id is 'The run whose publication wrote the entry';
    comment on column ops.identity_ledger.event is
      'assign: new, or back after it was gone; merge, split: moved to another key; redirect: a key lost all its records';
    comment on column ops.identity_ledger.record_key is 'The profile record; null for a redirect, which concerns a key';
    comment on column ops.identity_ledger.customer_key is 'The key after the event';
    comment on column ops.identity_ledger.former_customer_key is 'The key before the event; null if the record is new';
    create index on ops.identity_ledger (record_key, ledger_id desc) include (customer_key)
      where record_key is not null;
    create index on ops.identity_ledger (customer_key, ledger_id);
    create index on ops.identity_ledger (former_customer_key, ledger_id) where former_customer_key is not null;
    create index on ops.identity_ledger (former_customer_key, ledger_id desc) where event = 'redirect';
    create index on ops.identity_ledger (run_id) where event in ('merge', 'split');

    create function ops.refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% is append-only: % refused', tg_table_schema || '.' || tg_table_name, lower(tg_op)
          using errcode = 'insufficient_privilege',
            hint = 'Keys change at the next build after a steward''s decision: see clientele identity split and link.';
      end $$;
    create trigger append_only before update or delete or truncate on ops.identity_ledger
      for each statement execute function ops.refuse_change();

    create view ops.identity_current as
      select distinct on (record_key) record_key, customer_key, ledger_id
      from ops.identity_ledger where record_key is not null
      order by record_key, ledger_id desc;
    comment on view ops.identity_current is 'The newest key of every record in the ledger';

    create view ops.identity_retired as
      select distinct on (former_customer_key) former_customer_key as customer_key,
        customer_key as redirect_key, ledger_id, run_id, recorded_at
      from ops.identity_ledger gone
      where event = 'redirect' and not exists (
        select from ops.identity_ledger back
        where back.customer_key = gone.former_customer_key and back.record_key is not null
          and back.ledger_id > gone.ledger_id)
      order by former_customer_key, ledger_id desc;
    comment on view ops.identity_retired is 'Keys without records, and the keys that replace them';

    create function ops.resolve_customer_key(customer_key bigint) returns bigint language sql stable parallel safe
      security definer
      return (
        with recursive chain as (
          select $1 as customer_key, 0::bigint as ledger_id
          union all
          select next.customer_key, next.ledger_id
          from chain cross join lateral (
            select gone.customer_key, gone.ledger_id
            from ops.identity_ledger gone
            where gone.event = 'redirect' and gone.former_customer_key = chain.customer_key
              and gone.ledger_id > chain.ledger_id and not exists (
                select from ops.identity_ledger back
                where back.customer_key = chain.customer_key and back.record_key is not null
                  and back.ledger_id > gone.ledger_id)
            order by gone.ledger_id desc limit 1
          ) next
        )
        select chain.customer_key from chain order by chain.ledger_id desc limit 1
      );
    comment on function ops.resolve_customer_key(bigint) is
      'The current key for a current or former key: itself, or the key that its records moved to';

    create table ops.identity_change (
      run_id bigint not null,
      recorded_at timestamptz not null default now(),
      customer_key bigint not null,
      redirect_key bigint,
      former_record_count bigint not null,
      record_count bigint not null,
      former_order_count bigint not null,
      order_count bigint not null,
      former_net_amount numeric not null,
      net_amount numeric not null,
      primary key (run_id, recorded_at, customer_key)
    );
    comment on table ops.identity_change is
      'The changes of customers by merges and splits: marts.mart_identity_change of every publication';
    create index on ops.identity_change (customer_key);
    create trigger append_only before update or delete or truncate on ops.identity_change
      for each statement execute function ops.refuse_change();
  `)
  await adoptKeys(knex)
}

/** Enters the keys that were published before the ledger existed. */
async function adoptKeys(knex: Knex): Promise<void> {
  await knex.raw(`
    do $$
    begin
      if to_regclass('identity.map_identity') is not null then
        insert into ops.identity_ledger (run_id, event, record_key, customer_key, reason)
        select coalesce((select max(run_id) from ops.runs where status = 'published'), 0), 'assign',
          record_key, customer_key, 'had this key before there was a ledger'
        from identity.map_identity order by record_key;
      end if;
    end $$;
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table ops.identity_change;
    drop function ops.resolve_customer_key(bigint);
    drop view ops.identity_retired, ops.identity_current;
    drop table ops.identity_ledger;
    drop function ops.refuse_change();
  `)
}
