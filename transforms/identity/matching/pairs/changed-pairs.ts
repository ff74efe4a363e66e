import type { ClientBase } from 'pg'
import { isBlock, mendOverShared, readOverShared } from '../prepare/over-shared.ts'
import { type OverShared, pairSources } from '../prepare/prepare.ts'
import type { IdentitySettings } from '../settings/declare.ts'
import type { Schema } from '../tables.ts'
import { type Scoring, scoredAmong, scoredOf } from './score.ts'

/**
 * Counts anew what touched records share. All who have an identifier that crossed its cap are touched too: it counts
 * among what is compared. Table `crossing` has the pairs that a block may give up or find as it crosses its limit.
 * Returns what is over-shared now.
 */
export async function crossLimits(
  client: ClientBase,
  schema: Schema,
  settings: IdentitySettings,
): Promise<OverShared> {
  const before = await readOverShared(client, schema, settings)
  const after = await mendOverShared(client, schema, settings)
  await client.query('create temp table crossing (a integer, b integer, primary key (a, b)) on commit drop')
  for (const source of pairSources(settings)) {
    const { number, hashColumn } = source
    const was = new Set(before.get(number))
    const is = new Set(after.get(number))
    const ceased = [...was.difference(is)]
    const became = [...is.difference(was)]
    const having = (hashes: readonly string[]) => `${hashColumn} = any ('{${hashes.join(',')}}'::bigint[])`
    if (!isBlock(source, settings)) {
      const crossed = [...ceased, ...became]
      if (crossed.length > 0)
        await client.query(
          `insert into touched (id) select id from ${schema}.record where ${having(crossed)} on conflict do nothing`,
        )
      continue
    }
    if (ceased.length > 0)
      await client.query(
        `insert into crossing
         select l.id, r.id from ${schema}.record l join ${schema}.record r using (${hashColumn})
         where l.id < r.id and l.${having(ceased)} on conflict do nothing`,
      )
    if (became.length > 0)
      await client.query(
        `insert into crossing
         select p.a, p.b from ${schema}.record l join ${schema}.pair p on p.a = l.id join ${schema}.record r on r.id = p.b
         where p.found_by = ${number} and r.${hashColumn} = l.${hashColumn} and l.${having(became)}
         on conflict do nothing`,
      )
  }
  return after
}

/**
 * Scores all pairs of touched records, and those that blocks gave up or found: table `scored` has them, too, and
 * `former_pair` the latter as they were.
 */
export async function replacePairs(client: ClientBase, scoring: Scoring): Promise<void> {
  const { schema } = scoring
  for (const end of ['a', 'b'])
    await client.query(
      `delete from ${schema}.pair where ${end} in (select id from touched where not is_new);
       delete from crossing where ${end} in (select id from touched)`,
    )
  await client.query(
    `analyze crossing;
     create temp table former_pair on commit drop as select p.* from crossing join ${schema}.pair p using (a, b);
     delete from ${schema}.pair p using crossing c where p.a = c.a and p.b = c.b`,
  )
  // a query that makes a table may use several processes, one that fills a table may not
  await client.query(
    `create temp table scored on commit drop as
     ${scoredOf(`${schema}.touched_record`, scoring)};
     insert into scored ${scoredAmong('crossing', scoring)}`,
  )
  await client.query(`insert into ${schema}.pair select * from scored order by a`)
}
