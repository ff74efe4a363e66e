import { type ProcedureContext, sql, value } from '#engine'
import { customerHistories } from './customer-histories.ts'
import { type Drift, driftOf } from './drift.ts'
import { type Fitted, fitGroup } from './fit-group.ts'
import { purchaseDays } from './purchases.ts'
import { readHistories } from './read-histories.ts'

export interface Windows {
  readonly calibrationEnd: string | null
  readonly scheduledEnd: string
  readonly today: string
  readonly impossible: string | null
}

/** The models of a group, fitted to what was known at the end of a day. */
export interface GroupFit {
  readonly group: string
  readonly until: string
  readonly models: readonly Fitted[]
  readonly drift: Drift | null
}

/** With `since`, compares what happened after that day with what the models expected. */
export async function fitUntil(
  { client, execute }: ProcedureContext,
  until: string,
  groups: readonly string[],
  since?: Windows,
): Promise<readonly GroupFit[]> {
  await execute(sql`drop table if exists clv_history`)
  await execute(sql`
    create temp table clv_history on commit drop as
    ${customerHistories(sql`${value(until)}::date`)}`)
  const bought = since ? await boughtSince(client, execute, since) : new Map<string, number>()
  const fits: GroupFit[] = []
  for (const group of groups) {
    const histories = await readHistories(client, 'clv_history', group)
    const models = fitGroup(histories, since?.impossible ?? null)
    const drift = since ? driftOf(models, histories.purchases, bought.get(group) ?? 0, since) : null
    fits.push({ group, until, models, drift })
  }
  return fits
}

/** Purchases, by group, that customers made after the scheduled end of the fit whom it knew. */
async function boughtSince(
  client: ProcedureContext['client'],
  execute: ProcedureContext['execute'],
  { scheduledEnd, today }: Windows,
): Promise<ReadonlyMap<string, number>> {
  await execute(sql`
    create temp table clv_bought on commit drop as
    select
      model_group,
      count(*) as purchase_count
    from clv_history
    join (${purchaseDays}) purchase using (customer_key)
    where purchase.ordered_date > ${value(scheduledEnd)}::date
      and purchase.ordered_date <= ${value(today)}::date
    group by model_group`)
  const { rows } = await client.query<{ model_group: string; purchase_count: string }>('table clv_bought')
  return new Map(rows.map((row) => [row.model_group, Number(row.purchase_count)]))
}
