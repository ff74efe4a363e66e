import { join } from 'node:path'

const analytics = join(import.meta.dirname, '../../../analytics')

/** Where matching is written: other code may bring other records together, or weigh them otherwise. */
export const matchingCode = [
  import.meta.dirname,
  join(analytics, 'fellegi-sunter'),
  join(analytics, 'graph'),
] as const
