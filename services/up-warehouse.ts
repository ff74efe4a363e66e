import { join } from 'node:path'
import type { Pool } from 'pg'
import { build } from '../engine/build.ts'
import { loadWarehouse } from '../engine/catalog.ts'
import { ClienteleError, messageOf } from '../engine/errors.ts'
import { latestPublication, type Publication } from './publication.ts'
import type { Settings } from './settings.ts'
import type { Step } from './step.ts'

/** A build that fails leaves the published warehouse, which is shown then; without one there is nothing to show. */
export async function buildWarehouse(settings: Settings, pool: Pool, now: Step): Promise<Publication> {
  const warehouse = await loadWarehouse(join(settings.root, 'transforms'))
  const count = { planned: 0, finished: 0 }
  try {
    await build(pool, warehouse, {
      onEvent(event) {
        if (event.type === 'planned') count.planned = event.steps.filter((s) => s.action === 'build').length
        if (event.type === 'step-finished') {
          now.progress(`${++count.finished} of ${count.planned}: ${event.relation}, ${event.rowCount} rows`)
        }
      },
    })
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
