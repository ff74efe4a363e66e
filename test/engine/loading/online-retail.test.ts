import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadFile } from '../../../engine/loading/load.ts'
import { online_retail } from '../../../transforms/sources/online_retail/online_retail.ts'
import { cloneDatabase, type TestDatabase } from '../../harness/database.ts'
import { publicData } from '../../warehouse/public-data.ts'
import { emptyEntity, temporaryFiles } from './files.ts'

const file = publicData('online_retail/online_retail.csv.gz')
const about = file ? '' : ' (skipped: set CLIENTELE_DATA to the folder that holds online_retail/)'
const { transactions } = online_retail

describe.skipIf(!file)(`UCI Online Retail, the public data set${about}`, () => {
  let db: TestDatabase
  let files: Awaited<ReturnType<typeof temporaryFiles>>
  beforeAll(async () => {
    db = await cloneDatabase()
    files = await temporaryFiles()
  })
  afterAll(async () => {
    await files.remove()
    await db.drop()
  })

  test('the plain Latin-1 file gives exactly the same rows as the gzipped UTF-8 file', async () => {
    const latin1 = join(files.folder, 'latin1.csv')
    const recode = new Transform({
      decodeStrings: false,
      transform: (text, _, done) => done(null, Buffer.from(String(text), 'latin1')),
    })
    const unpacked = createReadStream(file ?? '')
      .pipe(createGunzip())
      .setEncoding('utf8')
    await pipeline(unpacked, recode, createWriteStream(latin1))

    const fingerprints: string[] = []
    for (const path of [latin1, file ?? '']) {
      await emptyEntity(db.pool, transactions.entity)
      const result = await loadFile(db.pool, transactions, path)
      expect(result).toMatchObject({ read: 541_909, loaded: 541_909, quarantined: 0, reasons: [] })
      const { rows } = await db.pool.query(`
        select sum("Quantity")::int as quantity, sum("Quantity" * "UnitPrice")::text as amount,
          count(*) filter (where "Description" like '%£%')::int > 0 as has_pounds,
          md5(string_agg(md5(_key || "InvoiceNo" || coalesce("Description", '')), '' order by _key)) as fingerprint
        from raw.online_retail__transactions`)
      const { fingerprint, ...totals } = rows[0]
      expect(totals).toEqual({ quantity: 5_176_450, amount: '9747747.934', has_pounds: true })
      fingerprints.push(fingerprint)
    }
    expect(fingerprints[0]).toBe(fingerprints[1])
  })
})
