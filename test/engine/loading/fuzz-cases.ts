import { gzipSync } from 'node:zlib'
import type { RawEntity } from '#engine'
import type { LoadResult } from '../../../engine/loading/load.ts'
import { shop } from './files.ts'

export const header = 'item,note,quantity,price\n'
export const good = 'mug,"a ""gift"",\nfor you",1,2.00\njar,naïve £5 𝄞,-3,0.10\n'
export const accountLines =
  '{"id":"a","balance":"1.5","meta":{"gone":false}}\n{"id":"b","changed_at":"2026-01-01T00:00:00Z"}\n'

/** The content of a file and its outcome: an error code, or counts and the reasons for quarantine. */
export const cases: [string, RawEntity, string | Buffer, string | Partial<LoadResult>, string[]?][] = [
  ['gzip cut short', shop.sales, gzipSync(header + good.repeat(99)).subarray(0, 90), 'file-damaged'],
  ['text that only starts like gzip', shop.sales, Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]), 'file-damaged'],
  ['gzip of nothing', shop.sales, gzipSync(''), 'header-mismatch'],
  ['a workbook', shop.sales, 'PK\u0003\u0004…', 'file-archive'],
  ['NUL bytes', shop.sales, `${header}${good}mu\0g,,1,2.00\n`, { loaded: 2, quarantined: 1 }, ['nul-byte']],
  ['only NULs', shop.sales, Buffer.alloc(5000), 'header-mismatch'],
  [
    'NUL in JSON',
    shop.accounts,
    `${accountLines}{"id":"\\u0000"}`,
    { loaded: 2, quarantined: 1 },
    ['nul-byte'],
  ],
  [
    'half of a surrogate pair',
    shop.accounts,
    `${accountLines}{"id":"\\ud83d","x":"\\ude00"}`,
    { loaded: 2, quarantined: 1 },
    ['lone-surrogate'],
  ],
  [
    'half of a surrogate pair, in UTF-16',
    shop.sales,
    Buffer.from(`\ufeff${header}a\ud83d,,1,1.00\n`, 'utf16le'),
    { loaded: 1 },
  ],
  [
    'broken JSON cut within an emoji',
    shop.accounts,
    `${accountLines}${'{"id":"😀'.repeat(20)}`,
    { loaded: 2, quarantined: 1 },
    ['broken-json'],
  ],
  [
    'JSON in a cell that Postgres cannot store',
    shop.open,
    'id,detail\n1,"{""size"":1,""x"":""\\u0000""}"\n2,"{""size"":2}"\n',
    { loaded: 1, quarantined: 1 },
    ['nul-byte'],
  ],
  [
    'very deep nesting',
    shop.open,
    `{"id":1,"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}\n{"id":2}`,
    { loaded: 1, quarantined: 1 },
    ['invalid-value'],
  ],
  [
    'numbers too large',
    shop.open,
    '{"id":1e400}\n{"id":1,"x":1e999}\n{"id":9007199254740993}\n{"id":2}',
    { loaded: 1, quarantined: 3 },
  ],
  [
    'a key too long for an index',
    shop.accounts,
    `{"id":"${'k'.repeat(100_000)}"}\n${accountLines}`,
    { loaded: 2, quarantined: 1 },
    ['invalid-value'],
  ],
  [
    'a line of 20 MB',
    shop.sales,
    `${header}${'x'.repeat(20e6)},,1,1.00\n${good}`,
    { loaded: 2, quarantined: 1 },
    ['record-too-long'],
  ],
  [
    'a line of 20 MB that does not end',
    shop.sales,
    `${header}${good}"${'x'.repeat(20e6)}`,
    { loaded: 2, quarantined: 1 },
  ],
  [
    'a record of 20 MB',
    shop.accounts,
    `[{"id":"${'x'.repeat(20e6)}"},{"id":"a"}]`,
    { loaded: 1, quarantined: 1 },
    ['record-too-long'],
  ],
  [
    'mixed encodings',
    shop.sales,
    Buffer.concat([Buffer.from(header + good), Buffer.from('caf\xe9,,1,1.00\n', 'latin1')]),
    { loaded: 3 },
  ],
  ['a byte order mark', shop.sales, `\ufeff${header}${good}`, { loaded: 2 }],
  ['a byte order mark before JSON', shop.accounts, `\ufeff${accountLines}`, { loaded: 2 }],
  ['UTF-16', shop.accounts, Buffer.from(`\ufeff${accountLines}`, 'utf16le'), { loaded: 2 }],
  ['the header of another entity', shop.sales, 'name,age\nAnn,5\n', 'header-mismatch'],
  [
    'a header that repeats a name',
    shop.sales,
    'item,item,note,quantity,price\na,b,,1,1.00\n',
    'header-mismatch',
  ],
  ['no header', shop.sales, good, 'header-mismatch'],
  ['an empty file', shop.sales, '', 'header-mismatch'],
  ['only a header', shop.sales, header, { read: 0 }],
  [
    'dates in three formats',
    shop.accounts,
    'id,changed_at\na,2026-01-02T03:04:05Z\nb,02/01/2026\nc,Jan 2 2026\nd,2026-02-30T00:00:00Z\n',
    { loaded: 1, quarantined: 3 },
    ['invalid-value'],
  ],
  [
    'numbers as text',
    shop.sales,
    `${header}a,,"7","1.00"\nb,,seven,1.00\nc,,1e3,1.00\nd,, 7,1.00\n`,
    { loaded: 1, quarantined: 3 },
    ['wrong-type'],
  ],
  [
    'numbers as text in JSON',
    shop.people,
    '{"id":"1","name":null,"visits":"7"}\n{"id":2,"name":null}\n{"id":"3","name":null}',
    { loaded: 1, quarantined: 2 },
    ['wrong-type'],
  ],
  ['values instead of objects', shop.accounts, '[1,"a",null,[],{"id":"a"}]', { loaded: 1, quarantined: 4 }],
  [
    'field names with a meaning in JavaScript',
    shop.open,
    '{"id":1,"__proto__":{"id":2},"constructor":1,"toString":null}',
    { loaded: 1 },
  ],
]
