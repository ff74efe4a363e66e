import type { ClientBase } from 'pg'
import { inLockedTransaction } from './locks.ts'

/** What a login that reads the warehouse may do, unless it has a setting of its own. Also in docs/operating.md. */
export const readerLimits = {
  /** A transaction that is left open holds old tables, which take space. */
  idle_in_transaction_session_timeout: '5min',
  statement_timeout: '15min',
} as const

/**
 * Sets the limits for logins in the group roles of readers, from their next session on. Postgres does not pass on the
 * settings of a group role, so each login gets them, and a login that was added since gets them with the next build. A
 * login that the user of the database may not change is left as it is.
 */
export async function limitReaders(client: ClientBase): Promise<void> {
  await inLockedTransaction(client, 'logins', async () => {
    await client.query(giveLimits)
  })
}

const giveLimits = `
    do $$
    declare
      missing record;
    begin
      for missing in
        select r.rolname, l.setting, l.value
        from pg_roles r
        cross join (values ${Object.entries(readerLimits)
          .map(([setting, value]) => `('${setting}', '${value}')`)
          .join(', ')}) as l (setting, value)
        where r.rolcanlogin
          and not r.rolsuper
          and r.rolname <> current_user
          and to_regrole('clientele_reader') is not null
          and pg_has_role(r.oid, 'clientele_reader', 'member')
          and not exists (
            select from pg_db_role_setting s cross join unnest(s.setconfig) config
            where s.setrole = r.oid and config like l.setting || '=%'
              and s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
          )
      loop
        begin
          execute format('alter role %I in database %I set %I = %L',
            missing.rolname, current_database(), missing.setting, missing.value);
        exception when insufficient_privilege or undefined_object then null;
        end;
      end loop;
    end $$`
