import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { report, withServer } from './setup/server.ts'

/*
 * How much memory a load takes at most: a file of 2 GB through a pipe, with a line of 200 MB in its midst. Node is
 * started as bin/clientele.mjs starts it.
 *
 *   node bench/memory.ts [MEGABYTES] [MEGABYTES OF THE LONG LINE]
 */

const megabytes = Number(process.argv[2] ?? 2000)
const longLine = Number(process.argv[3] ?? 200)

await withServer(async ({ url }) => {
  const loading = join(import.meta.dirname, 'setup/loading.ts')
  const child = spawn(process.execPath, ['--max-semi-space-size=8', loading, url], {
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
  await write('InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n')
  let number = 0
  const mebibyte = 1024 * 1024
  for (let done = 0; done < megabytes; done += 1) {
    let text = ''
    while (text.length < mebibyte) {
      number += 1
      text += `${number},85123A,WHITE HANGING HEART T-LIGHT HOLDER,${number % 9},2010-12-01 08:26:00,2.55,17850,United Kingdom\n`
    }
    await write(text)
    if (longLine === 0 || done !== Math.floor(megabytes / 2)) continue
    for (let piece = 0; piece < longLine; piece++) await write('x'.repeat(mebibyte))
    await write('\n')
  }
  child.stdin.end()
  await closed
  const result = JSON.parse(output)
  if (result.loaded !== number || result.quarantined !== (longLine > 16 ? 1 : 0))
    throw new Error(`of ${number} records: ${output}`)
  const what = `memory of a load of ${megabytes} MB, ${number} records, a line of ${longLine} MB`
  report({ what, value: result.peakBytes / 1e6, unit: 'MB', limit: 300, aim: null })
})
