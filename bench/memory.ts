import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { memoryFlags } from '../bin/node.mjs'
import { report, withServer } from './setup/server.ts'

/*
 * Peak memory of loading 2 GB of CSV, and of one JSON array, through a pipe, with one record of 200 MB in the middle.
 * Node is started with the same options as in bin/clientele.mjs.
 *
 *   node bench/memory.ts [MEGABYTES] [MEGABYTES OF THE LONG RECORD]
 */

const megabytes = Number(process.argv[2] ?? 2000)
const long = Number(process.argv[3] ?? 200)
const mebibyte = 1024 * 1024

interface Format {
  readonly name: string
  readonly head: string
  readonly tail: string
  record(number: number): string
  /** What encloses the text of the long record. */
  readonly long: readonly [string, string]
}

const csv: Format = {
  name: 'CSV',
  head: 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n',
  tail: '',
  record: (number) =>
    `${number},85123A,WHITE HANGING HEART T-LIGHT HOLDER,${number % 9},2010-12-01 08:26:00,2.55,17850,United Kingdom\n`,
  long: ['', '\n'],
}
const json: Format = {
  name: 'JSON',
  head: '[{}',
  tail: ']',
  record: (number) =>
    `,\n{"InvoiceNo":"${number}","StockCode":"85123A","Description":"WHITE HANGING HEART T-LIGHT HOLDER","Quantity":${number % 9},"InvoiceDate":"2010-12-01 08:26:00","UnitPrice":"2.55","CustomerID":"17850","Country":"United Kingdom"}`,
  long: [',{"Description":"', '"}'],
}

for (const format of [csv, json]) await withServer(({ url }) => measure(format, url))

async function measure(format: Format, url: string): Promise<void> {
  const loading = join(import.meta.dirname, 'setup/loading.ts')
  const child = spawn(process.execPath, [...memoryFlags, loading, url], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  const closed = once(child, 'close')
  const write = async (text: string) => {
    if (!child.stdin.write(text)) await once(child.stdin, 'drain')
  }
  await write(format.head)
  let number = 0
  for (let done = 0; done < megabytes; done += 1) {
    let text = ''
    while (text.length < mebibyte) text += format.record(++number)
    await write(text)
    if (long === 0 || done !== Math.floor(megabytes / 2)) continue
    await write(format.long[0])
    for (let piece = 0; piece < long; piece++) await write('x'.repeat(mebibyte))
    await write(format.long[1])
  }
  child.stdin.end(format.tail)
  await closed
  const { loaded, quarantined, peakBytes } = JSON.parse(output)
  const refused = (format === json ? 1 : 0) + (long > 16 ? 1 : 0)
  if (loaded !== number || quarantined !== refused) throw new Error(`of ${number} records: ${output}`)
  const what = `peak memory of loading ${megabytes} MB of ${format.name}, ${number} records and one of ${long} MB`
  report({ what, value: peakBytes / 1e6, unit: 'MB', limit: 300, aim: null })
}
