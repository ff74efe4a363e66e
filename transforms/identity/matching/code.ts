import { join } from 'node:path'

const analytics = join(import.meta.dirname, '../../../analytics')

/** The code that decides what matching finds. A change in it matches all records again, with a new model. */
export const matchingCode = [
  import.meta.dirname,
  join(analytics, 'fellegi-sunter'),
  join(analytics, 'graph'),
] as const
