import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ClienteleError, type RawEntity } from '#engine'
import { type FileOptions, type LoadResult, loadFile } from '../../../engine/loading/load.ts'
import { replayQuarantine } from '../../../engine/loading/replay.ts'
import { shopify } from '../../../transforms/sources/shopify/shopify.ts'
import { useDatabase } from '../../harness/database.ts'
import { emptyEntity, shop, temporaryFiles } from './files.ts'
import { accountLines, cases, good, header } from './fuzz-cases.ts'

const db = useDatabase()
let files: Awaited<ReturnType<typeof temporaryFiles>>
beforeAll(async () => {
  files = await temporaryFiles()
})
afterAll(async () => {
  await files.remove()
})

const documented = new Set(
  [
    ...readFileSync(join(import.meta.dirname, '../../../docs/loading.md'), 'utf8').matchAll(
      /^\| (`.*?`) \|/gm,
    ),
  ].flatMap((row) => row[1]?.replaceAll('`', '').split(', ')),
)
const refusals = new Set([
  'header-mismatch',
  'file-damaged',
  'file-archive',
  'file-encoding',
  'json-unreadable',
])

/** Loads any content: either the file is refused with a reason, or every record of it is accounted for. */
async function load(
  entity: RawEntity,
  content: string | Buffer,
  options?: FileOptions,
): Promise<LoadResult | string> {
  await emptyEntity(db.pool, entity.entity)
  const path = await files.write(content, 'fuzz')
  try {
    const result = await loadFile(db.pool, entity, path, options)
    const { read, loaded, updated, unchanged, outdated, quarantined } = result
    expect(loaded + updated + unchanged + outdated + quarantined).toBe(read)
    const { rows } = await db.pool.query(
      `select (select count(*)::int from ${entity.name}) as rows, array_agg(distinct reason_code) as reasons,
         count(*)::int as waiting, bool_and(reasons->0->>'message' <> '') as have_messages
       from ops.quarantine where entity = $1`,
      [entity.entity],
    )
    expect(rows[0]).toMatchObject({ rows: loaded, waiting: quarantined })
    for (const reason of rows[0].reasons ?? []) expect(documented).toContain(reason)
    expect(rows[0].have_messages ?? true).toBe(true)
    return result
  } catch (error) {
    if (!(error instanceof ClienteleError)) throw error
    expect(refusals).toContain(error.code)
    expect(error.message.isWellFormed()).toBe(true)
    const { rows } = await db.pool.query(
      `select coalesce(sum(row_count), 0)::int as rows from ops.entities where entity = $1`,
      [entity.entity],
    )
    expect(rows).toEqual([{ rows: 0 }])
    return error.code
  }
}

test.each(cases)('%s', async (_, entity, content, expected, reasons) => {
  const result = await load(entity, content)
  if (typeof expected === 'string') expect(result).toBe(expected)
  else expect(result).toMatchObject(expected)
  if (reasons && typeof result !== 'string')
    expect([...new Set(result.reasons.map((r) => r.code))]).toEqual(reasons)
})

const shopifyOrder =
  'Name,Id,Created at,Lineitem name,Lineitem quantity,Lineitem price,Subtotal,Total\n#1,1,2026-01-01 10:00:00 +0000,Mug,2,1.50,3.00,3.00\n#1,,,Jar,1,,,\n#2,2,x,Mug,1,1,1,1\n'
const starts: fc.Arbitrary<readonly [RawEntity, string]> = fc.constantFrom(
  [shop.sales, header + good] as const,
  [shop.accounts, accountLines] as const,
  [shop.accounts, `{"results":[${accountLines.trim().replace('\n', ',\n')}],"next":{"after":"b"}}`] as const,
  [shop.accounts, 'Line,Account\n1,a\n2,a\n"3",b\n'] as const,
  [shop.open, '[{"id":1,"detail":{"size":1.5},"x":["y"]},{"id":2}]'] as const,
  [shopify.orders, shopifyOrder] as const,
)
const piece = fc.oneof(
  fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
  fc
    .constantFrom(
      '"',
      '\n',
      '\r\n',
      ',',
      ';',
      '{',
      '}',
      '[',
      ']',
      '\\',
      '\\u0000',
      '\\ud800',
      '\0',
      '\ufeff',
      '😀',
      'null',
      '1e400',
      '-',
      '"":',
    )
    .map((text) => Buffer.from(text)),
)
const damage = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat(12), piece })
const wrapping = fc.constantFrom('plain', 'plain', 'plain', 'gzip', 'cut gzip', 'utf16')

test('a damaged file is refused or every record is accounted for, and replaying under the same contract loads nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      starts,
      fc.array(damage, { maxLength: 6 }),
      wrapping,
      async ([entity, text], damages, wrap) => {
        let bytes: Buffer = Buffer.from(text)
        for (const { at, cut, piece } of damages) {
          const position = Math.floor(at * bytes.length)
          bytes = Buffer.concat([bytes.subarray(0, position), piece, bytes.subarray(position + cut)])
        }
        if (wrap === 'utf16') bytes = Buffer.from(`\ufeff${bytes.toString('utf8')}`, 'utf16le')
        else if (wrap !== 'plain') bytes = gzipSync(bytes)
        if (wrap === 'cut gzip') bytes = bytes.subarray(0, Math.floor(bytes.length * 0.7))
        const result = await load(entity, bytes)
        if (typeof result === 'string' || result.quarantined === 0) return
        // a record that broke the contract still breaks it
        expect(await replayQuarantine(db.pool, entity)).toMatchObject({
          read: result.quarantined,
          quarantined: result.quarantined,
        })
      },
    ),
    { numRuns: 100 },
  )
})

test('JSON of any shape and arbitrary bytes are refused or accounted for', async () => {
  const anything = fc.oneof(
    fc
      .array(fc.anything({ withNullPrototype: false, maxDepth: 3 }))
      .map((value) => Buffer.from(JSON.stringify(value) ?? '')),
    fc
      .array(
        fc.record(
          { id: fc.integer(), detail: fc.jsonValue(), 'any thing': fc.jsonValue() },
          { requiredKeys: ['id'] },
        ),
      )
      .map((value) => Buffer.from(JSON.stringify(value))),
    fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)),
  )
  await fc.assert(
    fc.asyncProperty(anything, async (bytes) => {
      await load(shop.open, bytes)
    }),
    { numRuns: 80 },
  )
})
