import type { Entry } from './audit.ts'

export const auditHeader = [
  'entry',
  'when (UTC)',
  'who',
  'what',
  'how',
  'from',
  'customer',
  'fields',
  'reason',
  'more',
] as const

/** An entry of the log as people read it. */
export function auditRow(entry: Entry): string[] {
  return [
    entry.entryId,
    entry.recordedAt.toISOString().slice(0, 19).replace('T', ' '),
    `${entry.reader.name} (${entry.reader.kind})`,
    entry.action,
    entry.way,
    entry.address ?? '',
    entry.customerKey ?? (entry.listedKeys.length > 0 ? `${entry.listedKeys.length} listed` : ''),
    entry.fields.join(', '),
    entry.reason ?? '',
    Object.entries(entry.detail ?? {})
      .map(([name, value]) => `${name}: ${value}`)
      .join(', '),
  ]
}
