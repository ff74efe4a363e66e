import type { Knex } from 'knex'

/**
 * Keys of records of people are made with a secret of the installation: without one, who may read a key can try every
 * telephone number. Each further secret is applied to the result of the one before, so the new key of a record follows
 * from its present key, also of records that no longer exist. Customers keep their keys.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table ops.key_secret (
      secret_id integer generated always as identity primary key,
      secret bytea not null check (length(secret) = 32),
      created_at timestamptz not null default clock_timestamp()
    );
    comment on table ops.key_secret is
      'The secrets that keys of people are made with, applied one after the other; private to the owner of the database';

    create table ops.former_record_key (
      former_record_key bigint primary key,
      record_key bigint not null,
      secret_id integer not null references ops.key_secret
    );
    comment on table ops.former_record_key is
      'The present key of each record that had another one before a secret was added; private to the owner of the database';
    comment on column ops.former_record_key.secret_id is 'The secret that replaced the former key';

    create function ops.hmac_pad(secret bytea, byte integer) returns bytea language sql immutable parallel safe
      return (
        select string_agg(
          set_byte('\\x00', 0, (case when at < length(secret) then get_byte(secret, at) else 0 end) # byte),
          '' order by at)
        from generate_series(0, 63) at);
    comment on function ops.hmac_pad(bytea, integer) is 'The secret as HMAC-SHA256 uses it (RFC 2104)';

    create view ops.key_ring as
      select array_agg(pad order by secret_id, byte) as pads
      from ops.key_secret
      cross join lateral (values (54), (92)) used (byte)
      cross join lateral (select ops.hmac_pad(secret, byte) as pad) padded;
    comment on view ops.key_ring is
      'The inner and the outer pad of each secret, in the order in which they are applied; private to the owner';

    create function ops.keyed(key bigint, pads bytea[]) returns bigint language plpgsql immutable parallel safe as $$
      declare
        result bigint := key;
      begin
        if key is null then return null; end if;
        if pads is null then raise exception 'ops.key_secret has no secret, so keys of people cannot be made'; end if;
        for at in 1 .. cardinality(pads) / 2 loop
          result := ('x' || encode(
            substr(sha256(pads[2 * at] || sha256(pads[2 * at - 1] || int8send(result))), 1, 8), 'hex'))::bit(64)::bigint;
        end loop;
        return result;
      end $$;
    comment on function ops.keyed(bigint, bytea[]) is
      'The first 64 bits of HMAC-SHA256 of the key, with each secret in turn; null if the key is null';

    create function ops.rotate_keys() returns bigint language plpgsql as $$
      declare
        added integer;
        pads bytea[];
        renamed bigint;
      begin
        lock table ops.identity_ledger in share row exclusive mode;
        insert into ops.key_secret (secret)
          values (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())))
          returning secret_id, array[ops.hmac_pad(secret, 54), ops.hmac_pad(secret, 92)] into added, pads;
        update ops.former_record_key former set record_key = ops.keyed(former.record_key, pads);
        insert into ops.former_record_key (former_record_key, record_key, secret_id)
          select record_key, ops.keyed(record_key, pads), added
          from (select distinct record_key from ops.identity_ledger where record_key is not null) known
          on conflict do nothing;
        get diagnostics renamed = row_count;
        alter table ops.identity_ledger disable trigger append_only;
        update ops.identity_ledger set record_key = ops.keyed(record_key, pads) where record_key is not null;
        alter table ops.identity_ledger enable trigger append_only;
        update ops.identity_model set population = jsonb_set(population, '{sources}', (
          select coalesce(jsonb_object_agg(source.key, jsonb_set(source.value, '{probes}', (
            select coalesce(jsonb_object_agg(ops.keyed(probe.key::bigint, pads)::text, probe.value), '{}')
            from jsonb_each(source.value -> 'probes') probe))), '{}')
          from jsonb_each(population -> 'sources') source));
        truncate matching.state;
        return renamed;
      end $$;
    comment on function ops.rotate_keys() is
      'Adds a secret, and gives the records in the ledger and in the match models the keys that follow from it; returns the number of records';

    select ops.rotate_keys();
    ${keyFunctions((part) => `replace(replace(${part}, e'\\x1b', e'\\x1b0'), e'\\x1f', e'\\x1b1')`)}
    revoke all on ops.key_secret, ops.key_ring, ops.former_record_key from public;
    revoke execute on all functions in schema ops from public;
    do $$ begin
      if to_regrole('clientele_reader') is not null then
        grant execute on function ops.resolve_customer_key(bigint) to clientele_reader;
      end if;
    end $$;
  `)
}

/**
 * Parts are joined by U+001F. A part that contains it, or the character that escapes it, would otherwise look like two;
 * keys of all other values stay. Each part occurs once, so that the planner can inline the function.
 */
function keyFunctions(escaped: (part: string) => string): string {
  return [2, 3, 4, 5]
    .map((count) => {
      const parts = ['source', 'kind', 'part_1', 'part_2', 'part_3'].slice(0, count)
      return `
    create or replace function ops.key_of(${parts.map((part) => `${part} text`).join(', ')})
      returns bigint language sql immutable parallel safe
      return ('x' || substr(md5(${parts.map(escaped).join(" || e'\\x1f' || ")}), 1, 16))::bit(64)::bigint;`
    })
    .join('')
}

/** Records that are known since before the migration get their former keys back; others are new records. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table ops.identity_ledger disable trigger append_only;
    update ops.identity_ledger entry set record_key = former.former_record_key
    from ops.former_record_key former
    where former.record_key = entry.record_key
      and former.secret_id = (select min(secret_id) from ops.key_secret);
    alter table ops.identity_ledger enable trigger append_only;
    truncate matching.state;
    ${keyFunctions((part) => part)}
    drop function ops.rotate_keys();
    drop view ops.key_ring;
    drop table ops.former_record_key, ops.key_secret;
    drop function ops.keyed(bigint, bytea[]), ops.hmac_pad(bytea, integer);
    grant execute on all functions in schema ops to public;
  `)
}
