import { setTimeout as pause } from 'node:timers/promises'
import { logFailure } from './log.ts'
import type { Rollups } from './rollups.ts'

type Keeper = {
  readonly rollups: Rollups
  /** The model that is served now. */
  model(): string
  build(model: string): Promise<string[]>
  /** Looks at what is published. */
  follow(): Promise<void>
  drop(tables: readonly string[]): Promise<unknown>
}

const betweenLooks = 2000
/** After a build that failed, so that the log and the database have a rest. */
const afterFailure = 60_000
/** A query that was planned before a publication may still read the tables of before. */
const beforeDrop = 30_000

/** Keeps the pre-aggregations those of the published warehouse and of the served model, as long as the process runs. */
export async function keepRollups({ rollups, model, build, follow, drop }: Keeper): Promise<never> {
  let tables: string[] | undefined
  let since = 0
  for (;;) {
    try {
      await follow()
      if (!rollups.areReady(model())) {
        tables = await rollups.renew(model(), build, follow)
        since = Date.now()
      } else if (tables && Date.now() - since > beforeDrop) {
        await drop(tables)
        tables = undefined
      }
      await pause(betweenLooks)
    } catch (error) {
      logFailure('Pre-aggregations could not be built', error)
      await pause(afterFailure)
    }
  }
}
