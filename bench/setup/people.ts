/*
 * Synthetic records of people for measuring speed. Names are as unevenly distributed as real ones (Zipf); half of the
 * people have one record, the others up to five, with typing errors and missing values. All follows from the number
 * of the person.
 */

/** The columns of the canonical profile that matching uses. */
export const profileColumns = [
  'record_key bigint',
  'source text',
  'given_name_match text',
  'family_name_match text',
  'name_suffix text',
  'birth_date date',
  'birth_date_quality text',
  'email_match text',
  'email_kind text',
  'phone text',
  'phone_kind text',
  'street text',
  'house_number text',
  'postcode text',
  'city text',
  'party_type text',
  'organisation_name_match text',
]

/** Lines of COPY text. */
export function* records(count: number): Generator<string> {
  let key = 0
  for (let person = 0; key < count; person++) {
    const random = generator(person)
    const home = random(count)
    const one = {
      given: `${name(zipf(random, 3000), 7)}`,
      family: `${name(zipf(random, 60_000), 13)}`,
      birth: day(random),
      street: `${name(zipf(random, 4000), 29)} road`,
      house: String(1 + (home % 180)),
      postcode: postcode(Math.floor(home / 12)),
      phone: `+447${String(100_000_000 + person * 7919).slice(-9)}`,
      email: `${person}.${random(97)}@mail.example`,
    }
    const copies = random(2) === 0 ? 1 : 1 + random(5)
    for (let copy = 0; copy < copies && key < count; copy++) {
      key++
      yield `${[key, 'made up', ...written(one, random)].join('\t')}\n`
    }
  }
}

type Person = Readonly<
  Record<'given' | 'family' | 'birth' | 'street' | 'house' | 'postcode' | 'phone' | 'email', string>
>
type Random = (below: number) => number

function written(one: Person, random: Random): string[] {
  const missing = (chance: number) => random(100) < chance
  const slip = (text: string) => (missing(6) ? mistyped(text, random) : text)
  const birth = missing(45) ? '\\N' : missing(3) ? day(random) : one.birth
  const email = missing(25) ? '\\N' : missing(8) ? `x${one.email}` : one.email
  const phone = missing(40) ? '\\N' : missing(12) ? `+447${String(random(1e9)).padStart(9, '0')}` : one.phone
  const address = missing(35) ? ['\\N', '\\N', '\\N'] : [one.street, one.house, one.postcode]
  return [
    missing(4) ? '\\N' : slip(one.given),
    missing(4) ? '\\N' : slip(one.family),
    '\\N',
    birth,
    birth === '\\N' ? 'missing' : 'given',
    email,
    email === '\\N' ? 'missing' : 'personal',
    phone,
    phone === '\\N' ? 'missing' : 'mobile',
    ...address,
    '\\N',
    'person',
    '\\N',
  ]
}

/** Each person has a separate random generator (mulberry32), so that no record depends on another person's. */
function generator(seed: number): Random {
  let state = (seed * 2_654_435_761) >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

function zipf(random: Random, size: number): number {
  return Math.floor(size ** (random(1_000_000) / 1_000_000)) - 1
}

const syllables =
  'ba be bi bo bu da de di do du ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu ra re ri ro ru sa se si so su ta te ti to tu va ve vi vo vu'.split(
    ' ',
  )

function name(rank: number, salt: number): string {
  let text = ''
  for (let left = rank * salt + 1009; left > 0; left = Math.floor(left / syllables.length))
    text += syllables[left % syllables.length]
  return text
}

function day(random: Random): string {
  return new Date(Date.UTC(1935 + random(70), random(12), 1 + random(28))).toISOString().slice(0, 10)
}

function postcode(number: number): string {
  return `${syllables[number % 50]}${number % 97} ${Math.floor(number / 97) % 1000}`
}

function mistyped(text: string, random: Random): string {
  const at = random(Math.max(1, text.length - 1))
  return (
    text.slice(0, at) +
    (random(2) === 0 ? (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2) : text.slice(at + 1))
  )
}
