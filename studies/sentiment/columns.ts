import { ClienteleError } from '#engine'

/** A text of a file; `problem` says why it cannot be read. */
export interface WrittenText {
  readonly line: number
  readonly text: string
  readonly label: string | null
  readonly problem: string | null
}

export interface TextColumns {
  readonly text?: string
  readonly label?: string
}

/** A file of texts, and how it is read. */
export interface TextsFile {
  readonly format: 'csv' | 'json'
  readonly columns: { readonly text: string; readonly label: string | null }
  readonly texts: AsyncIterable<WrittenText>
}

/** Names that exports use, in lower case, without spaces, hyphens and underscores. The first that occurs counts. */
const usualNames =
  'text reviewtext review comment comments sentence body message content feedback tweet reviewbody description answer response'.split(
    ' ',
  )

/** The column that has one of these names, or -1. */
export function usualAt(names: readonly string[]): number {
  const bare = names.map((name) => name.toLowerCase().replace(/[\s_-]/g, ''))
  for (const usual of usualNames) {
    const at = bare.findIndex((name) => name === usual || name === `${usual}s`)
    if (at >= 0) return at
  }
  return -1
}

export function refused(file: string, names: readonly string[], label: string | undefined): ClienteleError {
  const wanted = label === undefined ? '' : `, or none called "${label}" with --label`
  return new ClienteleError(
    'texts-unreadable',
    `${file} cannot be read as texts: it has no column with a usual name, such as text or review${wanted}. The columns are ` +
      `${names.join(', ') || 'without names'}. Say which holds the texts with --text-column. Nothing was computed.`,
    { file },
  )
}
