import type { ProcedureContext, Relation, Sql } from '#engine'
import { render, sql } from '#engine'
import type { AtRisk } from '../../../analytics/retention/life-table.ts'
import { fitRetention, type RetentionFit } from '../../../analytics/retention/shifted-beta-geometric.ts'
import { retentionSettings } from './settings.ts'
import { lastBoundary, subscriptionStays } from './subscription-stays.ts'

/** A plan with its life table and the model that describes it. */
export interface PlanRetention {
  readonly planKey: string
  /** The day before which everything that happened is in the fit (ISO 8601). */
  readonly fittedUntil: string
  readonly intervalMonths: number
  readonly subscriptions: number
  readonly table: readonly AtRisk[]
  /** Renewals up to which figures are needed. */
  readonly longest: number
  readonly modelGroup: 'plan' | 'plans of the same interval' | 'none'
  readonly fit: RetentionFit | null
}

/** Counts at each end of a stay, by plan. They are few, however many subscriptions there are. */
export const staysByPlan: Sql = sql`
  select
    plan_key,
    interval_months,
    renewal_count,
    has_left,
    ${lastBoundary}::text as fitted_until,
    count(*)::integer as subscription_count,
    max(renewals_due)::integer as longest
  from (${subscriptionStays(lastBoundary)}) stays
  group by plan_key, interval_months, renewal_count, has_left
  order by plan_key, interval_months, renewal_count, has_left`

interface Counted {
  readonly plan_key: string
  readonly fitted_until: string
  readonly interval_months: string
  readonly renewal_count: number
  readonly has_left: boolean
  readonly subscription_count: number
  readonly longest: number
}

/** Fits each plan, or all plans of its interval together if it has too few cancellations. */
export async function fitPlans({ client, nameOf }: ProcedureContext): Promise<PlanRetention[]> {
  const { rows } = await client.query<Counted>(
    render(staysByPlan, (relation: Relation) => nameOf(relation)).text,
  )
  const byPlan = Map.groupBy(rows, ({ plan_key }) => plan_key)
  const byInterval = Map.groupBy(rows, ({ interval_months }) => interval_months)
  const pooled = new Map([...byInterval].map(([interval, all]) => [interval, modelOf(tableOf(all))]))
  return [...byPlan].map(([planKey, all]) => {
    const interval = all[0]?.interval_months ?? '1'
    const table = tableOf(all)
    const own = modelOf(table)
    const fit = own ?? pooled.get(interval) ?? null
    return {
      planKey,
      fittedUntil: all[0]?.fitted_until ?? '',
      intervalMonths: Number(interval),
      subscriptions: all.reduce((sum, { subscription_count }) => sum + subscription_count, 0),
      table,
      // those of today have come to renewals since the fit
      longest: Math.max(...all.map(({ longest }) => longest)) + Math.ceil(1.1 / Number(interval)),
      modelGroup: own ? 'plan' : fit ? 'plans of the same interval' : 'none',
      fit,
    }
  })
}

/** One row for each renewal that somebody has come to. */
function tableOf(counts: readonly Counted[]): AtRisk[] {
  const last = Math.max(0, ...counts.map(({ renewal_count }) => renewal_count))
  const sum = (some: readonly Counted[]) => some.reduce((all, one) => all + one.subscription_count, 0)
  return Array.from({ length: last }, (_, before) => {
    const time = before + 1
    const atRisk = sum(counts.filter(({ renewal_count }) => renewal_count >= time))
    const left = sum(counts.filter(({ renewal_count, has_left }) => has_left && renewal_count === time))
    return { time, atRisk, left }
  })
}

function modelOf(table: readonly AtRisk[]): RetentionFit | null {
  const left = table.reduce((sum, row) => sum + row.left, 0)
  const isMixed = table.some((row) => row.left < row.atRisk)
  return left >= retentionSettings.leastCancellations && isMixed ? fitRetention(table) : null
}
