import { z } from 'zod'

export type CubeStatus = { up: boolean; mode: 'full' | 'portable'; missing: readonly string[] }

/** Which run the pages show, and what keeps them from showing the published one. */
export const pagesReadiness = z.object({
  status: z.enum(['current', 'drawing', 'broken', 'failed']),
  run_id: z.number().nullable(),
  drawn_at: z.string().nullable(),
  /** Why the newest drawing failed as a whole. */
  error: z.string().nullable(),
  next_try_at: z.string().nullable(),
  /** Pages that could not be drawn. Each shows its last version, or an error if it has none. */
  broken: z.array(
    z.object({ path: z.string(), file: z.string(), reason: z.string(), run_id: z.number().nullable() }),
  ),
})
export type PagesReadiness = z.infer<typeof pagesReadiness>

export type Readiness = {
  /** `stale`: all is up, but pages show an older run, their newest drawing failed, or the changed model has faults. */
  status: 'ready' | 'stale' | 'unready'
  postgres: boolean
  cube: CubeStatus
  reports: boolean
  pages: PagesReadiness
  /** Why Cube keeps an earlier model, by file and line. */
  model_faults: readonly string[]
  published_at: string | null
  run_id: number | null
  /** How often each was restarted since the start. */
  restarts: { postgres: number; cube: number }
  /** What is wrong, in sentences; none if everything is ready. */
  problems: readonly string[]
}
