import type { Pool } from 'pg'
import { notUnderstood } from '../stewardship/queries.ts'
import { plural, print } from './output.ts'

/** How many statements are printed; the mart has all of them. */
const printed = 10

/** Prints what sources say that is not understood. */
export async function printNotUnderstood(pool: Pool): Promise<void> {
  const found = await notUnderstood.read(pool, {})
  if (found.length === 0) return
  print('\nWhat sources say that is not understood, and counts nowhere:\n')
  for (const { source, kind, subject, record_count, remedy } of found.slice(0, printed)) {
    print(`  ${source}: ${kind} (${subject}), ${plural(record_count, 'record')}: ${remedy}.\n`)
  }
  print(
    found.length > printed
      ? `  … and ${found.length - printed} more. marts.mart_not_understood has all of them.\n`
      : '',
  )
}
