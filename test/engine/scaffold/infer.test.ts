import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inferContract } from '../../../engine/scaffold/infer.ts'
import { readSample } from '../../../engine/scaffold/sample.ts'
import { sourceCode } from '../../../engine/scaffold/source-code.ts'
import { stagingCode } from '../../../engine/scaffold/staging-code.ts'
import { temporaryFiles } from '../loading/files.ts'

let files: Awaited<ReturnType<typeof temporaryFiles>>
beforeAll(async () => {
  files = await temporaryFiles()
})
afterAll(() => files.remove())

const infer = async (text: string) => inferContract(await readSample(await files.write(text)))

test('types, keys, times and personal data are inferred from rows and names', async () => {
  const contract = await infer(
    [
      'customerId;Full name;Born;Orders;Spent;Postcode;Active;Seen at;Updated;Joined;Ended;US',
      '007;Ann;31.12.1990;3;10.50;01234;true;2026-01-02T03:04:05Z;2026-01-02 03:04;2026-01-02;;1/31/2026',
      '008;"B;o";1.2.1991;0;7;;FALSE;2026-01-02T03:04:05+01:00;2026-01-03 03:04;2026-01-03;;12/1/2026',
    ].join('\n'),
  )
  expect(contract.fields.map((f) => [f.name, f.kind, f.mayBeMissing, f.pii])).toEqual([
    ['customerId', 'text', false, null],
    ['Full name', 'text', false, 'name'],
    ['Born', 'DD.MM.YYYY', false, null],
    ['Orders', 'integer', false, null],
    ['Spent', 'decimal', false, null],
    ['Postcode', 'text', true, 'address'],
    ['Active', 'boolean', false, null],
    ['Seen at', 'instant', false, null],
    ['Updated', 'local time', false, null],
    ['Joined', 'day', false, null],
    ['Ended', 'text', true, null],
    ['US', 'MM/DD/YYYY', false, null],
  ])
  expect(contract).toMatchObject({ key: ['customerId'], changedAt: 'Updated', eventTime: 'Seen at' })
})

test('a key may be two columns or the whole content', async () => {
  expect((await infer('order_id,line_no\n1,1\n1,2\n2,1\n')).key).toEqual(['order_id', 'line_no'])
  expect((await infer('order_id,item\n1,mug\n1,mug\n')).key).toBe('content')
})

test('no contract is inferred from a file without rows or names', async () => {
  for (const text of ['', 'a,b\n', 'a,,c\n1,2,3\n', 'a,a\n1,2\n', '[{"a":1}]', '\0\0\0\n1\n']) {
    await expect(infer(text)).rejects.toMatchObject({ code: 'sample-unreadable' })
  }
})

test('the generated code is valid whatever the headers contain', async () => {
  const name = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'aZ9 _-"\'`$\\{}*/é;') })
  const names = fc.uniqueArray(name, { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(names, async (names) => {
      const entity = { source: 'shop', entity: 'orders', sample: 'a*/b.csv', rowCount: 1 }
      const contract = inferContract({ names, rows: [names.map(() => '1'), names.map(() => '2')] })
      for (const code of [sourceCode(entity, contract), stagingCode(entity, contract)]) {
        const body = code.replace(/^import .*$/gm, '').replace(/^export /gm, '')
        new Function(body)
      }
    }),
  )
})
