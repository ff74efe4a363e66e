import type { Pool } from 'pg'
import { ClienteleError, messageOf } from '#engine'
import { type BuildEvent, build } from '../../engine/build/build.ts'
import { loadWarehouse, type Warehouse } from '../../engine/graph/catalogue.ts'
import { evaluateSampleIfDue } from '../../evaluation/sample-due.ts'
import { latestPublication, type Publication } from '../publication.ts'
import { declarationRoots, type Settings } from '../settings.ts'
import type { Step } from './step.ts'

/** A build that fails leaves the published warehouse, which is shown then; without one there is nothing to show. */
export async function buildWarehouse(settings: Settings, pool: Pool, now: Step): Promise<Publication> {
  const warehouse = await loadWarehouse(...declarationRoots(settings))
  try {
    await build(pool, warehouse, { onEvent: progressOn(now) })
    await showEvaluation(pool, warehouse, now)
  } catch (error) {
    if (!(await latestPublication(pool))) throw error
    now.warn(`The warehouse stays as it was. ${messageOf(error)}`)
  }
  const publication = await latestPublication(pool)
  if (publication) return publication
  throw new ClienteleError(
    'nothing-published',
    'The build ended without a published warehouse. Run clientele build.',
  )
}

/** What was measured is one more record: only the two tables that show it are built again. */
async function showEvaluation(pool: Pool, warehouse: Warehouse, now: Step): Promise<void> {
  now.progress('measuring identity by the sample company')
  try {
    if (await evaluateSampleIfDue(pool, warehouse)) await build(pool, warehouse, { onEvent: progressOn(now) })
  } catch (error) {
    now.warn(`Identity was not measured. ${messageOf(error)}`)
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
