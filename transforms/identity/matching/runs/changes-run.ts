import { replaceClusters } from '../clusters/changed-clusters.ts'
import { loadDecisions, loadLinks } from '../clusters/links-and-decisions.ts'
import { crossLimits, replacePairs } from '../pairs/changed-pairs.ts'
import { planForSmallChanges, restorePlannerSettings } from '../planner.ts'
import { addTouchedRecords, findChanges, replaceRecords } from '../prepare/changed-records.ts'
import { clock, type MatchMeasures } from './measures.ts'
import type { MatchingRun, StoredModel } from './run.ts'

/**
 * Matches new, changed and deleted records with the result of earlier runs. This gives what a full run gives:
 * - The weight of a pair depends on its two records and the model, so only pairs of touched records are scored again.
 *   A record is touched if it changed, if a link to it or a decision about it did, or if an identifier it has became
 *   or stopped being over-shared. If a block did, only the pairs that it finds come or go.
 * - A cluster depends on the connected component it is in, so only components that a touched record was or is in, or
 *   that a pair which came or went joins, are formed again.
 *
 * Returns null if most records have changed, so that all must be matched instead.
 */
export async function matchChanges(run: MatchingRun, model: StoredModel): Promise<MatchMeasures | null> {
  const { client, tables } = run
  const timer = clock()
  await client.query(planForSmallChanges)
  const counts = await findChanges(run)
  if (counts.changed > counts.records / 2) {
    await client.query(`drop table ${tables.changed_record}; ${restorePlannerSettings}`)
    return null
  }
  timer.lap('find changes')
  await replaceRecords(run, model)
  const overShared = await crossLimits(run)
  await replaceLinksAndDecisions(run)
  await addTouchedRecords(run)
  timer.lap('prepare')
  await replacePairs({ ...run, model, overShared })
  timer.lap('compare')
  await replaceClusters(run)
  await client.query(
    `drop table ${tables.changed_record}, ${tables.touched_record}, ${tables.shared_hash}, ${tables.touched},
       ${tables.crossing_pair}, ${tables.former_pair}, ${tables.scored_pair};
     ${restorePlannerSettings}`,
  )
  timer.lap('cluster')
  const measures = { isFull: false, ...counts, sources: [], seconds: timer.laps }
  await client.query(`update ${tables.state} set measures = $1`, [JSON.stringify(measures)])
  return measures
}

/** Reads all links and decisions again. The records of those that are new, changed or gone are touched. */
async function replaceLinksAndDecisions(run: MatchingRun): Promise<void> {
  const { client, tables } = run
  await client.query(
    `create temp table ${tables.former_link} on commit drop as select * from ${tables.link};
     create temp table ${tables.former_decision} on commit drop as select * from ${tables.decision};
     delete from ${tables.link};
     delete from ${tables.decision}`,
  )
  await loadLinks(run)
  await loadDecisions(run)
  const touch = (current: string, former: string, meaning: 'link_type' | 'verdict') => `
    insert into ${tables.touched} (id)
    select unnest(array[a, b])
    from ${former} former
    full join ${current} current using (a, b)
    where current.${meaning} is distinct from former.${meaning}
    on conflict do nothing`
  await client.query(
    `${touch(tables.link, tables.former_link, 'link_type')};
     ${touch(tables.decision, tables.former_decision, 'verdict')};
     drop table ${tables.former_link}, ${tables.former_decision}`,
  )
}
