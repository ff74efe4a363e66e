import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { z } from 'zod'
import { decimalText, instantText, source } from '#engine'

/** Small entities: without a natural key, with one, with versions, and with an evolving contract. */
export const shop = source('shop', {
  system: 'A test',
  entities: {
    sales: {
      description: 'Sales, identified by their content',
      key: 'content',
      fields: {
        item: z.string().min(1),
        note: z.string().nullable(),
        quantity: z.int(),
        price: z
          .string()
          .regex(/^-?\d+\.\d{2}$/, 'not a price')
          .meta({ postgres: 'numeric' }),
      },
    },
    people: {
      description: 'People, identified by number',
      key: ['id'],
      fields: { id: z.string(), name: z.string().nullable(), visits: z.int().optional() },
    },
    accounts: {
      description: 'Accounts in versions, with an export that spreads each over several rows',
      key: ['id'],
      changedAt: 'changed_at',
      deletedWhen: { field: 'meta.gone', is: true },
      csv: {
        header: ['Account', 'Line'],
        groupBy: ['Account'],
        record: (rows) => ({
          id: rows[0]?.Account,
          balance: String(rows.reduce((sum, row) => sum + BigInt(row.Line ?? ''), 0n)),
          changed_at: rows[0]?.Changed || null,
        }),
      },
      fields: {
        id: z.string().min(1),
        balance: decimalText().nullable().optional(),
        changed_at: instantText().nullable().optional(),
        meta: z.looseObject({ gone: z.boolean() }).nullable().optional(),
      },
    },
    open: {
      description: 'Fields that the vendor adds are kept',
      key: ['id'],
      unknownFields: 'evolve',
      fields: { id: z.int(), detail: z.looseObject({ size: z.number() }).nullable().optional() },
    },
  },
})

/** Files that are removed after the test. */
export async function temporaryFiles() {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-files-'))
  let number = 0
  return {
    async write(content: string | Buffer, name = `file-${++number}.csv`): Promise<string> {
      const path = join(folder, name)
      await writeFile(path, content)
      return path
    },
    folder,
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

export async function emptyEntity(pool: Pool, entity: string): Promise<void> {
  const table = `raw.${entity.replace('.', '__')}`
  await pool.query(`
    do $$ begin if to_regclass('${table}') is not null then execute 'truncate ${table}'; end if; end $$;
    delete from ops.quarantine where entity = '${entity}';
    delete from ops.loads where entity = '${entity}';
    update ops.entities set version = 0, row_count = 0 where entity = '${entity}'`)
}
