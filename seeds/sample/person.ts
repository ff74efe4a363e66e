import { emailHosts, namePools, type Place, places, streets } from './names.ts'
import { Random } from './random.ts'
import { type Segment, segments } from './segments.ts'

/** An account in the online shop; a few people forget theirs and make another. */
export interface Account {
  readonly id: number
  readonly email: string
  readonly hasPassword: boolean
}

/** Somebody behind the records. Nothing the warehouse reads says who is who: that is for it to find out. */
export interface Person {
  readonly number: number
  /** Known to the CRM only: never bought anything. */
  readonly isProspect: boolean
  readonly firstName: string
  readonly lastName: string
  readonly phone: string
  readonly place: Place
  readonly street: string
  readonly postcode: string
  /** As the shop knows it. */
  readonly email: string
  readonly contact: { readonly id: string; readonly email: string | null } | null
  readonly accounts: readonly Account[]
  readonly segment: Segment
}

/** How many more people the CRM knows than ever bought anything. */
export const prospectShare = 0.2

export function personOf(seed: number, number: number, isProspect: boolean): Person {
  const random = new Random(seed, number, 1)
  const pool = random.weighted(namePools)
  const firstName = random.pick(pool.first)
  const lastName = random.pick(pool.last)
  const place = random.weighted(places)
  const email = emailOf(random, firstName, lastName, number)
  const account = { id: 7_000_000_000_000 + number * 10, email, hasPassword: random.chance(0.6) }
  const second = {
    id: account.id + 1,
    email: otherEmail(random, email, lastName, number),
    hasPassword: false,
  }
  const hasAccount = !isProspect && random.chance(0.93)
  return {
    number,
    isProspect,
    firstName,
    lastName,
    phone: phoneOf(random, place, number),
    place,
    street: `${random.integer(1, 180)} ${random.pick(streets)} ${random.pick(['Road', 'Street', 'Lane', 'Terrace'])}`,
    postcode: postcodeOf(random, place),
    email,
    contact: isProspect || random.chance(0.72) ? contactOf(random, email, lastName, number) : null,
    accounts: hasAccount ? (random.chance(0.07) ? [account, second] : [account]) : [],
    segment: random.weighted(segments),
  }
}

/** The number makes addresses differ between people of the same name, as in life. */
function emailOf(random: Random, firstName: string, lastName: string, number: number): string {
  const [first, last] = [plain(firstName), plain(lastName)]
  const local = random.pick([
    `${first}.${last}`,
    `${first}${last}`,
    `${first[0]}.${last}`,
    `${last}.${first}`,
  ])
  return `${local}${number}@${random.pick(emailHosts)}`
}

/** Another address of the same person: the same mailbox written otherwise, or a second mailbox. */
function otherEmail(random: Random, email: string, lastName: string, number: number): string {
  return random.pick([
    email.replace('@', '+shop@'),
    capitalised(email),
    `${plain(lastName)}.${number}@work.example`,
  ])
}

function contactOf(random: Random, email: string, lastName: string, number: number): Person['contact'] {
  const id = String(51_000_000 + number)
  const how = random.uniform()
  if (how < 0.02) return { id, email: null }
  if (how < 0.1) return { id, email: otherEmail(random, email, lastName, number) }
  if (how < 0.25) return { id, email: capitalised(email) }
  return { id, email }
}

function capitalised(email: string): string {
  return email.replace(/(^|[.@])[a-z]/g, (letter) => letter.toUpperCase())
}

/** Letters of English only, as most people spell themselves in an address. */
function plain(name: string): string {
  const letters = name.replace(/[łøØß]/g, (letter) => ({ ł: 'l', ø: 'o', Ø: 'O', ß: 'ss' })[letter] ?? '')
  return letters
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase()
}

function phoneOf(random: Random, place: Place, number: number): string {
  const digits = String(10_000_000 + ((number * 7_368_787) % 89_999_999))
  if (place.countryCode !== 'GB')
    return `+${{ IE: 353, FR: 33, DE: 49, NL: 31 }[place.countryCode] ?? 44} 6${digits}`
  return random.chance(0.7)
    ? `07${random.pick(['4', '5', '7', '8', '9'])}${digits}`
    : `+44 7${digits.slice(0, 3)} ${digits.slice(3)}${random.integer(0, 9)}`
}

function postcodeOf(random: Random, place: Place): string {
  if (place.countryCode !== 'GB') return place.area
  const letters = 'ABDEFGHJLNPQRSTUWXYZ'
  const letter = () => letters[random.integer(0, letters.length - 1)] ?? 'A'
  return `${place.area} ${random.integer(1, 9)}${letter()}${letter()}`
}
