import type { Pool } from 'pg'
import { z } from 'zod'
import type { PreparedRecord } from '../../analytics/fellegi-sunter/types.ts'
import { ClienteleError } from '../../engine/errors.ts'
import { type IdentitySettings, settingsHash } from '../../transforms/identity/matching/declare.ts'
import { modelTables } from '../../transforms/identity/matching/match.ts'
import { readModel, type StoredModel } from '../../transforms/identity/matching/model.ts'
import { pairSources, termColumns } from '../../transforms/identity/matching/prepare.ts'

/** A record as matching sees it. */
export interface MatchedRecord extends PreparedRecord {
  readonly id: number
  readonly recordKey: string
  /** By pair source: the number it shares with all records of its block; null where it has none. */
  readonly blocks: readonly (string | null)[]
}

const preparedValue = z.union([z.string(), z.number(), z.array(z.string())]).nullable()

/**
 * The model that the last build weighed pairs with.
 *
 * Errors: `identity-not-built`, also where the settings have changed since.
 */
export async function modelInUse(pool: Pool, settings: IdentitySettings): Promise<StoredModel> {
  const hash = settingsHash(settings)
  const client = await pool.connect()
  try {
    const { rows } = await client.query<{ settings_hash: string }>('select settings_hash from matching.state')
    const model =
      rows[0]?.settings_hash === hash ? await readModel(client, modelTables('matching'), hash) : null
    if (model) return model
  } finally {
    client.release()
  }
  throw new ClienteleError(
    'identity-not-built',
    'Nothing was matched under the settings of identity as they are now. Run `clientele build` first.',
  )
}

export async function matchedRecord(
  pool: Pool,
  settings: IdentitySettings,
  recordKey: string,
): Promise<MatchedRecord> {
  const { rows } = await pool.query<Record<string, unknown>>(
    'select * from matching.record where record_key = $1',
    [recordKey],
  )
  const [row] = rows
  if (!row) {
    throw new ClienteleError(
      'record-unbuilt',
      `The record ${recordKey} came after the last build, so it is nobody's yet. Run \`clientele build\` first.`,
      { written: recordKey },
    )
  }
  const names = Object.keys(settings.columns)
  const terms = termColumns(settings).map(({ comparison }) => comparison)
  return {
    id: z.number().parse(row.id),
    recordKey,
    blocks: pairSources(settings).map(({ hashColumn }) => z.string().nullable().parse(row[hashColumn])),
    values: Object.fromEntries(names.map((name) => [name, preparedValue.parse(row[name] ?? null)])),
    termWeights: Object.fromEntries(
      terms.map((name) => [name, z.number().nullable().parse(row[`term of ${name}`]) ?? 0]),
    ),
  }
}
