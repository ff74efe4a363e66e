import type { Pool } from 'pg'
import { ClienteleError, messageOf } from '#engine'
import { type BuildEvent, build } from '../../engine/build/build.ts'
import type { Dependents } from '../../engine/build/dependents.ts'
import { keptPublications } from '../../engine/build/earlier-runs.ts'
import type { Warehouse } from '../../engine/graph/catalogue.ts'
import { evaluateSampleIfDue } from '../../evaluation/sample-due.ts'
import { biDependents, renewBi } from '../bi/bi.ts'
import { asOfDayOf } from '../company/as-of.ts'
import { declaredWarehouse } from '../company/declared.ts'
import { describeLeftOut, leftOut } from '../company/left-out.ts'
import { latestPublication, type Publication } from '../publication.ts'
import type { Settings } from '../settings.ts'
import type { Step } from './step.ts'

/** Builds the warehouse. If that fails, what was published before is shown; if nothing was, the error is thrown. */
export async function buildWarehouse(settings: Settings, pool: Pool, now: Step): Promise<Publication> {
  const day = await asOfDayOf(pool)
  const warehouse = { ...(await declaredWarehouse(settings)), asOf: () => day }
  const dependents = await biDependents(pool, settings.root)
  try {
    await build(pool, warehouse, { onEvent: progressOn(now), dependents, keptPublications })
    await showEvaluation(pool, warehouse, dependents, now)
    for (const line of describeLeftOut(await leftOut(pool))) now.warn(line)
  } catch (error) {
    if (!(await latestPublication(pool))) throw error
    now.warn(`The build failed, so the previous warehouse is shown. ${messageOf(error)}`)
  }
  const publication = await latestPublication(pool)
  if (publication) {
    const { problem } = await renewBi(pool, settings.root)
    if (problem !== null) now.warn(`The schema bi for BI tools could not be made. ${problem}`)
    return publication
  }
  throw new ClienteleError(
    'nothing-published',
    'The build ended without publishing, and nothing was published before. Run `clientele build` to see why.',
  )
}

/** Evaluates identity, and builds the two tables that show the result. */
async function showEvaluation(
  pool: Pool,
  warehouse: Warehouse,
  dependents: Dependents | undefined,
  now: Step,
): Promise<void> {
  now.progress('evaluating identity against the sample company')
  try {
    if (await evaluateSampleIfDue(pool, warehouse))
      await build(pool, warehouse, { onEvent: progressOn(now), dependents, keptPublications })
  } catch (error) {
    now.warn(`Identity was not evaluated. ${messageOf(error)}`)
  }
}

function progressOn(now: Step): (event: BuildEvent) => void {
  const count = { planned: 0, finished: 0 }
  return (event) => {
    if (event.type === 'planned') count.planned = event.steps.filter((s) => s.action === 'build').length
    if (event.type === 'step-finished') {
      now.progress(`${++count.finished} of ${count.planned}: ${event.relation}, ${event.rowCount} rows`)
    }
  }
}
