import { expect, test } from 'vitest'
import { nicknames } from '../../normalise/data/nicknames.ts'
import { normaliseName } from '../../normalise/name.ts'

const nobody = { title: null, given: null, family: null, full: null }

test.each([
  ['John Smith', 'John', 'Smith', 'john', 'smith'],
  ['SMITH, JOHN', 'John', 'Smith', 'john', 'smith'],
  [
    'Prof. Dr. Dr. h.c. Hans-Jürgen von der Heide',
    'Hans-Jürgen',
    'von der Heide',
    'hansjurgen',
    'vonderheide',
  ],
  ['mr & mrs J SMITH', 'J', 'Smith', 'j', 'smith'],
  ['Mrs Smith', null, 'Smith', null, 'smith'],
  ['Mme Dupont', null, 'Dupont', null, 'dupont'],
  ['M. Dupont', 'M.', 'Dupont', 'm', 'dupont'],
  ['Phil Collins', 'Phil', 'Collins', 'philip', 'collins'],
  ['Dr. phil. Ada Lovelace', 'Ada', 'Lovelace', 'ada', 'lovelace'],
  ['Amartya Sen', 'Amartya', 'Sen', 'amartya', 'sen'],
  ['Maj Sjöwall', 'Maj', 'Sjöwall', 'maj', 'sjowall'],
  ['Liz Taylor, PhD', 'Liz', 'Taylor', 'elizabeth', 'taylor'],
  ['Robert (Bob) Smith', 'Robert', 'Smith', 'robert', 'smith'],
  ['bob smith', 'Bob', 'Smith', 'robert', 'smith'],
  ['JAN VAN DER BERG', 'Jan', 'van der Berg', 'jan', 'vanderberg'],
  ['maria de la cruz', 'Maria', 'de la Cruz', 'maria', 'delacruz'],
  ['José Ortega y Gasset', 'José', 'Ortega y Gasset', 'jose', 'ortegaygasset'],
  ['seán o’brien', 'Seán', "O'Brien", 'sean', 'obrien'],
  ['RONALD MCDONALD', 'Ronald', 'McDonald', 'ronald', 'mcdonald'],
  ['Fiona MacLeod', 'Fiona', 'MacLeod', 'fiona', 'macleod'],
  ['Danny DeVito', 'Danny', 'DeVito', 'daniel', 'devito'],
  ['J. R. R. Tolkien', 'J. R. R.', 'Tolkien', 'j', 'tolkien'],
  ['JosÃ© GarcÃ\u00ada', 'José', 'García', 'jose', 'garcia'],
  ['O&#39;Neill, Tip', 'Tip', "O'Neill", 'tip', 'oneill'],
  ['Łukasz Żółć', 'Łukasz', 'Żółć', 'lukasz', 'zolc'],
  ['Søren Ørsted', 'Søren', 'Ørsted', 'soren', 'orsted'],
  ['Jürgen Groß', 'Jürgen', 'Groß', 'jurgen', 'gross'],
  ['İPEK ŞAHİN', 'İpek', 'Şahin', 'ipek', 'sahin'],
  ['Юлия Щербакова', 'Юлия', 'Щербакова', 'yuliya', 'shcherbakova'],
  ['ΓΙΩΡΓΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ', 'Γιωργος', 'Παπαδοπουλος', 'giorgos', 'papadopoylos'],
  ['王小明', '小明', '王', 'xiaoming', 'wang'],
  ['김민준', '민준', '김', 'minjun', 'gim'],
  ['山田 太郎', '太郎', '山田', 'tailang', 'shantian'],
  ['Madonna', 'Madonna', null, 'madonna', null],
])('%s', (full, given_name, family_name, given_name_match, family_name_match) => {
  const name = normaliseName({ ...nobody, full })
  expect(name).toMatchObject({
    given_name,
    family_name,
    given_name_match,
    family_name_match,
    name_suffix: null,
  })
})

test.each([
  ['Martin Luther King Jr.', 'Martin Luther King Jr'],
  ['King, Martin Luther, Jr', 'Martin Luther King Jr'],
  ['Henry Ford 2nd', 'Henry Ford II'],
  ['John Smith Snr', 'John Smith Sr'],
])('%s is told from father or son', (full, full_name) => {
  expect(normaliseName({ ...nobody, full }).full_name).toBe(full_name)
})

test.each([
  [{ given: 'Dr John', family: 'SMITH JR' }, 'John Smith Jr'],
  [{ given: 'JP', family: 'Smith' }, 'JP Smith'],
  [{ given: 'JO', family: 'SMITH' }, 'Jo Smith'],
  [{ given: 'Li', family: 'NG' }, 'Li Ng'],
  [{ given: 'Smith, John' }, 'John Smith'],
  [{ given: 'Mary', full: 'Mary Smith' }, 'Mary Smith'],
  [{ family: 'Smith', full: 'Mary Jane Smith' }, 'Mary Jane Smith'],
  [{ given: 'Mary', family: 'Smith', full: 'Acme Ltd' }, 'Mary Smith'],
  [{ given: 'N/A', family: 'Smith', title: 'Mrs' }, 'Smith'],
])('%j', (written, full_name) => {
  expect(normaliseName({ ...nobody, ...written }).full_name).toBe(full_name)
})

test.each([null, '', '-', '.', 'N/A', 'unknown', '12345', 'jane@acme.com', 'Dr', '???'])(
  '%j is nobody',
  (full) => {
    expect(normaliseName({ ...nobody, full })).toMatchObject({ full_name: null, given_name_match: null })
  },
)

test('each short name stands for one full name in the compared form', () => {
  const names = new Set(nicknames.values())
  for (const [short, name] of nicknames) {
    expect(names.has(short)).toBe(false)
    expect(`${short}${name}`).toMatch(/^[a-z]+$/)
  }
})

test.each([
  ['Jürgen', 'Müller', 'Juergen', 'Mueller'],
  ['Jörg', 'Böll', 'Joerg', 'Boell'],
  ['Søren', 'Bærentsen', 'Soeren', 'Baerentsen'],
  ['José', 'Núñez García', 'Jose', 'Nunez Garcia'],
])('%s %s is %s %s in other letters', (given, family, otherGiven, otherFamily) => {
  const match = (first: string, last: string) => {
    const name = normaliseName({ ...nobody, given: first, family: last })
    return [name.given_name_match, name.family_name_match]
  }
  expect(match(given, family)).toEqual(match(otherGiven, otherFamily))
})

test('names that only look like a German spelling stay apart', () => {
  const match = (full: string) => normaliseName({ ...nobody, full }).given_name_match
  expect(['Michael Fox', 'Samuel Fox', 'Joel Fox', 'Rafael Fox', 'Quentin Fox'].map(match)).toEqual([
    'michael',
    'samuel',
    'joel',
    'rafael',
    'quentin',
  ])
})

test('a family name before a comma is found in each of the fields', () => {
  const parts = { given_name: 'Thi Hoa', family_name: 'Nguyen' }
  for (const field of ['given', 'family', 'full'] as const)
    expect(normaliseName({ ...nobody, [field]: 'Nguyen, Thi Hoa' })).toMatchObject(parts)
})

test.each([
  ...[
    'Guest',
    'Walk-in',
    'walk in customer',
    'No name',
    '-',
    '.',
    'N/A',
    'undefined undefined',
    'null',
    'TEST TEST',
  ],
  ...['Laufkunde', 'Público General', 'Amazon Customer', 'xx', '[object Object]'],
])('%s names nobody', (full) => {
  expect(normaliseName({ ...nobody, full }).full_name).toBeNull()
  const [given = null, family = null] = full.split(' ')
  expect(normaliseName({ ...nobody, given, family }).full_name).toBeNull()
})

test.each([
  ['Christopher Guest', 'Guest'],
  ['Christopher Null', 'Null'],
  ['Nan Goldin', 'Goldin'],
  ['Li Na', 'Na'],
  ['Anna undefined', null],
])('%s names somebody', (full, family_name) => {
  const [given = null, family = null] = full.split(' ')
  for (const written of [{ full }, { given, family }]) {
    const name = normaliseName({ ...nobody, ...written })
    expect(name.given_name).toBe(given)
    expect(name.family_name).toBe(family_name)
  }
})
