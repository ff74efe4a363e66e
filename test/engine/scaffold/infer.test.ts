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
    ['Born', 'DD.MM.YYYY', false, 'birth'],
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
  for (const text of [
    '',
    'a,b\n',
    'a,,c\n1,2,3\n',
    'a,a\n1,2\n',
    'a,__proto__\n1,2\n',
    '[{"a":1}]',
    '\0\0\0\n1\n',
  ]) {
    await expect(infer(text)).rejects.toMatchObject({ code: 'sample-unreadable' })
  }
})

test('the generated code is valid whatever the headers contain', async () => {
  const name = fc.string({
    minLength: 1,
    maxLength: 12,
    unit: fc.constantFrom(...'aZ9 _-"\'`$\\{}*/é;', '${', '\u2028'),
  })
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

test('European numbers, days and times are read as they are written', async () => {
  const contract = await infer(
    [
      'Nº;Preço;Menge;Am;Um;Wann;When',
      '1;1.250,50;7;31.12.2026;31.12.2026 14:05;31/12/2026 14:05:59;12/31/2026 2:05 PM',
      '2;29,00;8;01.02.2026;01.02.2026 09:30;01/02/2026 00:00:00;1/2/2026 11:59 AM',
    ].join('\n'),
  )
  expect(contract.fields.map((f) => [f.name, f.kind])).toEqual([
    ['Nº', 'text'],
    ['Preço', 'decimal'],
    ['Menge', 'integer'],
    ['Am', 'DD.MM.YYYY'],
    ['Um', 'DD.MM.YYYY time'],
    ['Wann', 'DD/MM/YYYY time'],
    ['When', 'MM/DD/YYYY time'],
  ])
  const mixed = await infer('a,b\n"1,250.50",x\n"29,00",y\n')
  expect(mixed.fields[0]?.kind).toBe('text')
})

test.each([
  ['contact', 'ann@x.example', 'b.o@y.example', 'José@z.example'],
  ['contact', '+351 912 345 678', '+44 7911 123456', '0049 170 1234567'],
  ['contact', '(11) 91234-5678', '(21) 99876-5432', '(31) 3456-7890'],
  ['identifier', '529.982.247-25', '111.444.777-35', '123.456.789-09'],
  ['identifier', '52998224725', '11144477735', '12345678909'],
  ['identifier', 'DE89370400440532013000', 'GB29 NWBK 6016 1331 9268 19', 'FR1420041010050500013M02606'],
  ['identifier', '12345678Z', 'X1234567L', '87654321X'],
  ['address', 'Rua Augusta 123', 'Av. Paulista, 900', 'R. das Flores 7'],
  ['address', 'Hauptstraße 5', 'Lindenweg 12a', 'Am Marktplatz 3'],
  ['address', 'LS1 4AB', 'SW1A 1AA', 'M1 1AE'],
  ['birth', '1958-03-02', '1987-11-19', '2001-06-30', '1970-01-02'],
  ['birth', '02/03/1958', '19/11/1987', '30/06/2001', '02/01/1970'],
  [null, '2026-01-02', '2026-02-03', '2026-03-04', '2025-12-31'],
  [null, '10452', '10453', '10454'],
  [null, '100045210', '100045211', '100045212'],
  [null, 'Mug', 'Apron', 'Candle'],
  [null, '2026-01-02 10:00', '2026-02-03 11:00', '2026-03-04 12:00'],
])('a column without a telling header that holds %s: %s', async (pii, ...values) => {
  const contract = await infer(['n;c', ...values.map((value, n) => `${n};${value}`)].join('\n'))
  expect(contract.fields[1]).toMatchObject({ pii, piiShownBy: pii && 'values' })
})

test('names are recognised by the mailboxes of their rows, and by headers in other languages', async () => {
  const contract = await infer(
    'q,w,Sobrenome\nAnn Ward,ann.ward@x.example,a\nJosé Sá,jose@y.example,b\nBen,info@z.example,c\n',
  )
  expect(contract.fields.map(({ pii, piiShownBy }) => [pii, piiShownBy])).toEqual([
    ['name', 'values'],
    ['contact', 'values'],
    ['name', 'header'],
  ])
})

test('a key of three columns is found, and one of free columns is not', async () => {
  const rows = ['1,2026-01-01,1', '1,2026-01-01,2', '1,2026-01-02,1', '2,2026-01-01,1']
  expect((await infer(`shop no,day,line\n${rows.join('\n')}\n`)).key).toEqual(['shop no', 'day', 'line'])
  expect((await infer(`shop no,town,colour\n1,Hull,red\n1,Hull,blue\n1,York,red\n`)).key).toBe('content')
})

test('columns get readable names', () => {
  const names = ['Situação', 'Straße', 'Kundennr.', 'Dato født', 'Имя', '%', 'Situacao']
  const contract = inferContract({ names, rows: [names.map(() => 'x')] })
  const code = stagingCode({ source: 'shop', entity: 'orders', sample: 'a.csv', rowCount: 1 }, contract)
  for (const name of ['situacao:', 'strasse:', 'kundennr:', 'dato_fodt:', 'imya:', 'column_:', 'situacao_2:'])
    expect(code).toContain(`    ${name}`)
})
