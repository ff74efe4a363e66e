import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { attribute } from '../../analytics/attribution/attribute.ts'
import { type ReadOptions, readPaths } from '../../studies/attribution/paths.ts'
import { publicData } from '../warehouse/public-data.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clientele-paths-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function read(text: string, options?: ReadOptions) {
  const file = join(folder, 'paths.csv')
  await writeFile(file, text)
  return readPaths(file, options)
}

const refused = { code: 'paths-unreadable' }

const data = publicData('attribution_paths/PathData.csv')

/** As the README of the public data sets has them: first, last, linear, the same by value, removal effect, Markov. */
const published = `
alpha   6308 8447 7574.719 19121.272 28414.214 24524.710 0.558399 5344.948
beta    2831 989  2083.500 12235.592 3850.021  8954.267  0.264039 2527.352
delta   1    5    1.725    6.119     10.972    4.404     0.000482 4.614
epsilon 99   531  272.170  412.301   2202.612  1106.270  0.062639 599.571
eta     3164 4167 3539.951 11909.476 16754.204 13783.497 0.349026 3340.847
gamma   165  92   121.042  718.978   506.014   569.417   0.017880 171.145
iota    4606 3355 3857.096 19597.261 13487.974 15988.989 0.405835 3884.615
kappa   74   230  137.964  305.743   1069.384  599.748   0.028663 274.363
lambda  902  1207 1035.258 3735.602  5249.950  4430.316  0.134022 1282.847
mi      2    2    2.222    5.273     5.273     6.081     0.000180 1.722
theta   1606 653  1022.801 6652.349  2799.092  4295.744  0.206010 1971.913
zeta    27   107  136.552  103.004   453.261   539.529   0.039811 381.063`

test.skipIf(data === null)('PathData gives the known credits to three decimals', async () => {
  const file = await readPaths(data ?? '')
  expect(file).toMatchObject({ delimiter: ';', separator: '>', rowCount: 10_000, badRows: [], notes: [] })
  const result = attribute(file.paths)
  expect(result).toMatchObject({
    conversions: 19_785,
    value: 74_802.971587211,
    nulls: 68_602,
    distinctPaths: 5408,
    longestPath: 89,
  })
  expect(result.markov.conversionProbability.toFixed(6)).toBe('0.223845')
  const rows = published
    .trim()
    .split('\n')
    .map((line) => line.split(/\s+/))
  console.table(
    result.channels.map(({ channel, conversions, value, removalEffect }, at) => ({
      channel,
      'first/last/linear': [conversions.first, conversions.last, conversions.linear.toFixed(3)].join(' / '),
      Markov: conversions.markov.toFixed(3),
      'Markov by value': value.markov.toFixed(3),
      Shapley: conversions.shapley.toFixed(3),
      effect: removalEffect.toFixed(6),
      published: rows[at]?.[8],
    })),
  )
  for (const [at, { channel, conversions, value, removalEffect }] of result.channels.entries()) {
    const [name, first, last, linear, firstValue, lastValue, linearValue, effect, markov] = rows[at] ?? []
    expect(channel).toBe(name)
    expect([conversions.first, conversions.last].map(String)).toEqual([first, last])
    expect(
      [conversions.linear, value.first, value.last, value.linear, conversions.markov].map((one) =>
        one.toFixed(3),
      ),
    ).toEqual([linear, firstValue, lastValue, linearValue, markov])
    expect(removalEffect.toFixed(6)).toBe(effect)
  }
})

describe('separators are found from the paths', () => {
  const rowsWith = (sign: string) =>
    [['Email', 'Paid Search', 'Direct'], ['Direct'], ['Paid Search', 'Email'], ['Direct', 'Email']]
      .map((touches) => `"${touches.join(sign)}";1`)
      .join('\n')
  test.each([' > ', '>', ' -> ', '=>', ' → ', ' » ', '|', ';', ',', ' / ', ' - '])('"%s"', async (sign) => {
    const { paths, separator } = await read(`path;conversions\n${rowsWith(sign)}\n`)
    expect(separator.trim()).toBe(sign.trim())
    expect(paths[0]?.touches).toEqual(['Email', 'Paid Search', 'Direct'])
  })

  test('an arrow outranks signs that are part of names', async () => {
    const { paths } = await read('path;conversions\ngoogle / cpc > bing / cpc;1\ngoogle / cpc;2\n')
    expect(paths.map(({ touches }) => touches)).toEqual([['google / cpc', 'bing / cpc'], ['google / cpc']])
  })

  test.each([
    ['a sign that divides each name alike', 'google / cpc;1\nbing / cpc;2\n'],
    ['two signs', 'a, b | c;1\nc;1\nb | a;1\nb, c;2\n'],
    ['two arrows', 'a > b;1\na → b;2\n'],
    ['words that move', 'email search direct;1\nsearch email;1\ndirect;1\n'],
  ])('%s is refused, and read if somebody says how', async (_, lines) => {
    await expect(read(`path;conversions\n${lines}`)).rejects.toMatchObject(refused)
    const { paths } = await read(`path;conversions\n${lines}`, { separator: 'none' })
    expect(paths.every(({ touches }) => touches.length === 1)).toBe(true)
  })
})

describe('columns', () => {
  test('usual names in any case, any order, and quotes', async () => {
    const { paths, delimiter } = await read(
      '"Total Conversions","Conversion Path","Revenue"\n2,"a > b","10.5"\n',
    )
    expect(delimiter).toBe(',')
    expect(paths).toEqual([{ touches: ['a', 'b'], conversions: 2, value: 10.5, nulls: 0 }])
  })

  test('names of their own, if somebody says them', async () => {
    const text = 'route\torders\tworth\tlost\na > b\t1\t2\t3\n'
    await expect(read(text)).rejects.toMatchObject(refused)
    const columns = { path: 'route', conversions: 'orders', value: 'worth', nulls: 'lost' }
    expect((await read(text, { columns })).paths).toEqual([
      { touches: ['a', 'b'], conversions: 1, value: 2, nulls: 3 },
    ])
    await expect(read(text, { columns: { ...columns, value: 'price' } })).rejects.toMatchObject(refused)
  })

  test('two that could be one are refused', async () => {
    await expect(read('path;conversions;total_conversions\na;1;2\n')).rejects.toMatchObject(refused)
  })

  test('decimal commas are found, and doubt is refused', async () => {
    const { paths } = await read('path;conversions;value\na;1;1.234,5\nb;1;0,25\n')
    expect(paths.map(({ value }) => value)).toEqual([1234.5, 0.25])
    await expect(read('path;conversions;value\na;1;1,234\n')).rejects.toMatchObject({ code: 'decimal-mark' })
  })
})

test('bad rows are named with their reasons, and the rest is read', async () => {
  const { paths, badRows, notes, rowCount } = await read(
    [
      'path;conversions;value;nulls',
      'a > b;1;2;0',
      'a > > b;1;2;0',
      ';1;2;0',
      'a;-1;2;0',
      'a;one;2;0',
      'a;1;2',
      'a;0;5;1',
      'B;NA;;4',
      'b;0;0;0',
      '',
    ].join('\n'),
  )
  expect(rowCount).toBe(9)
  expect(badRows.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 8])
  expect(badRows.every(({ reason }) => reason.length > 5)).toBe(true)
  expect(paths).toHaveLength(3)
  expect(notes.join('\n')).toMatch(/conversions is empty in 1 row,[\s\S]*B and b look alike/)
  await expect(read('path;conversions\n;1\n')).rejects.toMatchObject(refused)
  await expect(read('path;conversions\n')).rejects.toMatchObject(refused)
})

describe('a file with a row for each touchpoint', () => {
  const header = 'Customer ID,Timestamp,Channel,Conversion,Value'
  const lines = [
    '1,2026-01-01T10:00:00Z,search,0,0',
    '1,2026-01-02,email,1,30.5',
    '1,2026-01-03 08:00,email,0,',
    '2,2026-01-01,direct,0,0',
    '2,2026-01-04,,1,12',
    '3,2026-01-04,,1,9',
  ]

  test('is journeys up to each conversion, in whatever order its rows are', async () => {
    const expected = [
      { touches: ['search', 'email'], conversions: 1, value: 30.5, nulls: 0 },
      { touches: ['email'], conversions: 0, value: 0, nulls: 1 },
      { touches: ['direct'], conversions: 1, value: 12, nulls: 0 },
    ]
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(lines, { minLength: lines.length }), async (shuffled) => {
        const { paths, badRows, notes, rowCount } = await read([header, ...shuffled, ''].join('\n'))
        expect(new Set(paths)).toEqual(new Set(expected))
        expect({ badRows, rowCount }).toEqual({ badRows: [], rowCount: 6 })
        expect(notes.join()).toMatch(/1 row with a conversion before which no channel was seen/)
      }),
      { numRuns: 10 },
    )
  })

  test('names rows that it cannot read, and times that are equal', async () => {
    const odd = [
      '1,03/04/2026,search,0,0',
      ',2026-01-01,search,0,0',
      '1,2026-01-01,,0,0',
      '1,2026-01-01,a,-1,0',
    ]
    const same = ['9,2026-01-01,b,0,0', '9,2026-01-01,a,1,2']
    const { paths, badRows, notes } = await read([header, ...odd, ...same].join('\n'))
    expect(badRows.map(({ line }) => line)).toEqual([2, 3, 4, 5])
    expect(paths).toEqual([{ touches: ['b', 'a'], conversions: 1, value: 2, nulls: 0 }])
    expect(notes.join()).toMatch(/1 row at the time of the one before/)
  })
})

test('a file without a header is refused with the line that it lacks', async () => {
  await expect(read('a > b;3;12.5;2\na;1;4;0\n')).rejects.toThrow(
    /Add a line .* path;conversions;value;nulls/,
  )
})

test('a path that was given back more than it sold keeps its conversions', async () => {
  const { paths, badRows, notes } = await read('path;conversions;value\nb;1;20\na > b;2;-7,50\n')
  expect(badRows).toEqual([])
  expect(notes.join()).toMatch(/1 row with a value below 0/)
  const { channels, conversions, value } = attribute(paths)
  expect({ conversions, value }).toEqual({ conversions: 3, value: 12.5 })
  expect(channels.map((channel) => channel.value.last)).toEqual([0, 12.5])
  expect(channels.map((channel) => channel.value.first)).toEqual([-7.5, 20])
})

test('a file with a row for each journey is read as such, and one that only counts conversions is not', async () => {
  const single = await read('path;converted\na > b;1\na;0\na;0\n')
  expect(single.paths.map(({ nulls }) => nulls)).toEqual([0, 1, 1])
  expect(single.notes.join()).toMatch(/one journey/)
  const counted = await read('path;conversions;week\na > b;2;1\na;0;2\n')
  expect(counted.paths.map(({ nulls }) => nulls)).toEqual([0, 0])
  expect(counted.notes.join()).toMatch(/Not used: week.*every journey converts.*1 row without a journey/)
})

test('what is written is what is read, whatever the names', async () => {
  const name = fc.stringMatching(/^[A-Za-zé][A-Za-z0-9é ,;"'_-]{0,10}[a-z]$/)
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          touches: fc.array(name, { minLength: 1, maxLength: 5 }),
          conversions: fc.nat(9),
          nulls: fc.nat(9),
        }),
        {
          minLength: 1,
          maxLength: 8,
        },
      ),
      async (rows) => {
        const lines = rows.map(
          ({ touches, conversions, nulls }) =>
            `"${touches.join(' > ').replaceAll('"', '""')}",${conversions},${nulls}`,
        )
        const { paths } = await read(`path,conversions,nulls\n${lines.join('\n')}\n`, { separator: '>' })
        expect(paths).toEqual(
          rows.map((row) => ({ ...row, touches: row.touches.map((one) => one.trim()), value: 0 })),
        )
      },
    ),
    { numRuns: 30 },
  )
})
