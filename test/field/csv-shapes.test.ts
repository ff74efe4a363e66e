import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import type { LoadResult } from '../../engine/loading/load.ts'
import { useDatabase } from '../harness/database.ts'
import { loadInput, loadText } from './field.ts'

const db = useDatabase()
const entity = 'loyalty.members'

beforeEach(async () => {
  await db.pool.query(`
    do $$ begin if to_regclass('raw.loyalty__members') is not null then truncate raw.loyalty__members; end if; end $$;
    truncate ops.quarantine`)
})

const names = async () => {
  const { rows } = await db.pool.query<{ name: string }>(
    `select concat_ws(' ', given_name, family_name) as name from raw.loyalty__members order by member_id`,
  )
  return rows.map(({ name }) => name)
}
const shape = (file: string): Promise<LoadResult> => loadInput(db.pool, entity, `28-csv-shapes/${file}`)

test.each([
  ['blank-header-case.csv', 1, 0, 'Ann Lee', ['Given_Name is read as given_name']],
  ['cr-only.csv', 1, 0, 'Ann Lee', []],
  ['double-bom.csv', 1, 0, 'Ann Lee', []],
  ['sep-line.csv', 1, 0, 'Ann Lee', []],
  ['title-rows.csv', 1, 0, 'Ann Lee', ['2 lines above the header were skipped']],
  ['total-row.csv', 1, 1, 'Ann Lee', []],
  ['trailing-columns.csv', 1, 0, 'Ann Lee', []],
  ['utf16.txt', 1, 0, 'Zoë 😀 Núñez', []],
])('%s is read', async (file, loaded, quarantined, name, notes) => {
  expect(await shape(file)).toMatchObject({ loaded, quarantined, notes })
  expect(await names()).toEqual([name])
})

test('the text of an old Mac program is refused, and read if its encoding is given', async () => {
  await expect(shape('mac-roman.csv')).rejects.toMatchObject({
    code: 'file-encoding',
    message: expect.stringMatching(/windows-1252: Nœ–ez;.*macintosh: Núñez;/),
  })
  const path = '28-csv-shapes/mac-roman.csv'
  expect(await loadInput(db.pool, entity, path, { encoding: 'macintosh' })).toMatchObject({ loaded: 1 })
  expect(await names()).toEqual(['Zoë Núñez'])
})

const columns =
  'member_id,joined_at,updated_at,left_at,tier,given_name,family_name,email,phone,birth_date,street,city,postcode,country'
const rowOf = (id: string, given: string) =>
  `${id},2026-01-01T00:00:00Z,2026-01-01T00:00:00Z,,gold,${given},Lee,,,,,,,United Kingdom`
const load = (text: string | Buffer) => loadText(db.pool, entity, 'members.csv', text)

test.each([
  ['Müller', 'macintosh'],
  ['José', 'macintosh'],
  ['Muñoz', 'macintosh'],
  ['Łódź', 'windows-1250'],
  ['Wałęsa', 'iso-8859-2'],
  ['Иванов', 'windows-1251'],
  ['Папа', 'koi8-r'],
  ['山田太郎', 'shift_jis'],
])('%s in %s is refused, not read as something else', async (name, encoding) => {
  await expect(load(written(`${columns}\n${rowOf('R1', name)}\n`, encoding))).rejects.toMatchObject({
    code: 'file-encoding',
  })
})

test('Windows-1252 is read, with its quotation marks, dashes and symbols', async () => {
  const texts = [
    'Zoë Núñez',
    'Größe',
    'O’Brien – “Bo”',
    'Smith—Jones',
    'cœur fidèle à',
    '£5 ½ 1º',
    'É',
    'ÀÉÎ',
  ]
  const rows = texts.map((text, at) => rowOf(`R${at}`, text))
  await load(written(`${columns}\n${rows.join('\n')}\n`, 'windows-1252'))
  expect(await names()).toEqual(texts.map((text) => `${text} Lee`))
})

test('the bytes of a mark within a value stay, even where a chunk begins', async () => {
  const filler = rowOf('R1', 'x'.repeat(256 * 1024 - columns.length - rowOf('R1', '').length - 2))
  const text = `${columns}\n${filler}\n`
  expect(Buffer.byteLength(text)).toBe(256 * 1024)
  await load(`${text}\ufeff${rowOf('R2', 'Ann')}\n`)
  const { rows } = await db.pool.query(`select _key from raw.loyalty__members order by _key`)
  expect(rows).toEqual([{ _key: 'R1' }, { _key: '\ufeffR2' }])
})

test('a value under a column without a name goes to quarantine with it', async () => {
  const text = `${columns},,\n${rowOf('R1', 'Ann')},,\n${rowOf('R2', 'Bo')},,spare\n${rowOf('R3', 'Cy')}\n`
  const result = await load(text)
  expect(result).toMatchObject({ loaded: 2, quarantined: 1 })
  expect(result.reasons).toMatchObject([{ code: 'wrong-field-count', firstLine: 3 }])
})

test.each([
  ['a column twice', `${columns},tier\n`, 'Repeated: tier'],
  ['a column twice but for capitals', `${columns},Tier\n`, 'Unknown: Tier'],
  ['a column without a name between others', `${columns.replace('tier', '')}\n`, 'Without a name: column 5'],
  ['another name', `${columns.replace('phone', 'Phone number')}\n`, '--map "Phone number=phone"'],
  ['a name of 20,000 letters', `${columns},${'x'.repeat(20_000)}\n`, 'Unknown: xxx'],
])('a header with %s is refused with it', async (_, text, words) => {
  await expect(load(text)).rejects.toMatchObject({
    code: 'header-mismatch',
    message: expect.stringContaining(words),
  })
})

test.each(['TOTAL', 'Total:', 'Grand total', 'Summe', 'Total (2 members)'])(
  'a row that says %s is no member, whatever its column',
  async (word) => {
    const minimal = 'member_id,joined_at,updated_at\n'
    const result = await load(
      `${minimal}R1,2026-01-01T00:00:00Z,2026-01-01T00:00:00Z\n${word},"1,234.00",\n,,\n`,
    )
    expect(result.reasons).toMatchObject([{ code: 'total-row', count: 1 }])
    expect(result).toMatchObject({ read: 2, loaded: 1 })
  },
)

test('a stray quote never hides a row: each is loaded, or is in quarantine', async () => {
  const given = fc.constantFrom('Ann', 'Bo, or Bob', 'Cy "C" Day', 'Dee\nof two lines')
  const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const stray = fc.record({ row: fc.nat(), at: fc.nat() })
  await fc.assert(
    fc.asyncProperty(
      fc.array(given, { minLength: 2, maxLength: 12 }),
      fc.array(stray, { minLength: 1, maxLength: 3 }),
      async (people, strays) => {
        await db.pool.query('truncate ops.quarantine')
        await db.pool.query(
          `do $$ begin if to_regclass('raw.loyalty__members') is not null then truncate raw.loyalty__members; end if; end $$`,
        )
        const rows = people.map((name, at) => rowOf(`R${at}-`, quoted(name)))
        for (const { row, at } of strays) {
          const text = rows[row % rows.length] ?? ''
          const position = at % (text.length + 1)
          rows[row % rows.length] = `${text.slice(0, position)}"${text.slice(position)}`
        }
        await load(`${columns}\n${rows.join('\n')}\n`)
        const { rows: kept } = await db.pool.query<{ id: string }>(`
          select member_id as id from raw.loyalty__members
          union all
          select (regexp_matches(convert_from(original, 'utf8'), 'R"?\\d+"?-', 'g'))[1] from ops.quarantine`)
        const ids = new Set(kept.map(({ id }) => id.replaceAll('"', '')))
        expect([...ids].sort()).toEqual(people.map((_, at) => `R${at}-`).sort())
        // no value holds more than its own row
        const { rows: wide } = await db.pool.query(
          `select given_name from raw.loyalty__members where given_name ~ 'R\\d+-' or street ~ 'R\\d+-'`,
        )
        expect(wide).toEqual([])
      },
    ),
    { numRuns: 25 },
  )
})

/** Text in an encoding of one or two bytes a character. */
function written(text: string, encoding: string): Buffer {
  const decoder = new TextDecoder(encoding)
  const bytesOf = new Map<string, number[]>()
  for (let first = 0x80; first < 0x100; first++) {
    const single = decoder.decode(Buffer.from([first]))
    if (!single.includes('\ufffd')) bytesOf.set(single, [first])
    if (encoding !== 'shift_jis') continue
    for (let second = 0x40; second < 0xfd; second++) {
      const double = decoder.decode(Buffer.from([first, second]))
      if (double.length === 1 && double !== '\ufffd') bytesOf.set(double, [first, second])
    }
  }
  return Buffer.from([...text].flatMap((letter) => bytesOf.get(letter) ?? [letter.charCodeAt(0)]))
}
