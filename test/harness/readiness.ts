import type { Readiness } from '../../services/gateway/readiness.ts'

/** Of services that are all up. */
export const readiness: Readiness = {
  status: 'ready',
  postgres: true,
  cube: { up: true, mode: 'portable', missing: ['SQL API'] },
  reports: true,
  pages: { status: 'current', run_id: 7, drawn_at: '', error: null, next_try_at: null, broken: [] },
  model_faults: [],
  published_at: '2026-01-01T00:00:00.000Z',
  run_id: 7,
  restarts: { postgres: 0, cube: 0 },
  problems: [],
}
