import { type Bond, bondOf, childBorn, otherGivenName } from './bonds.ts'
import { busiest, day, historyDays, openHour, opening, season, today, year } from './calendar.ts'
import { arrivalsADay, type CompanyOptions, firstPeople } from './company.ts'
import { emailHosts, namePools, streets } from './names.ts'
import { landlineOf, mobileOf, type Phone } from './phones.ts'
import { type Place, places } from './places.ts'
import { Random } from './random.ts'
import { type Segment, segments } from './segments.ts'
import { growth, lives, prospectEvery, strangerEvery } from './settings.ts'
import { homeMarket } from './shop.ts'

/** Valid from an instant on. */
export interface Since {
  readonly since: number
}
export interface Home extends Since {
  readonly street: string
  readonly place: Place
  readonly postcode: string
}
export interface Mailbox extends Since {
  readonly address: string
}
/** The person behind records. Nothing that the warehouse reads identifies people: it has to find out. */
export interface Person {
  readonly number: number
  /** Never buys anything. */
  readonly isProspect: boolean
  readonly segment: Segment
  readonly givenName: string
  /** Two if the person married. Lists are oldest first. */
  readonly familyNames: readonly [Since & { readonly name: string }, ...(Since & { readonly name: string })[]]
  readonly birthDate: string
  readonly homes: readonly [Home, ...Home[]]
  readonly mailboxes: readonly [Mailbox, ...Mailbox[]]
  readonly phone: Phone
  /** The shared telephone of the household. */
  readonly landline: Phone | null
  /** The head of the household that the person lives in. */
  readonly household: number | null
  /** What the person shares with the head of the household besides the home. */
  readonly bond: Bond | null
  /** Another person of the same name and birthday. */
  readonly resembles: number | null
  /** When the company first hears of the person; a customer places the first order then. */
  readonly joinsAt: number
}

export function personOf(company: CompanyOptions, number: number): Person {
  const body = bodyOf(company.seed, number)
  const random = new Random(company.seed, number, 2)
  const resembles = number % strangerEvery === strangerEvery - 8 ? number - 67 : null
  const head = number - (number % 4)
  const livesWith = resembles === null && head !== number && random.chance(lives.inHousehold) ? head : null
  const twin = resembles === null ? body : bodyOf(company.seed, resembles)
  const other = livesWith === null ? body : bodyOf(company.seed, livesWith)
  const sharesName = livesWith !== null && random.chance(0.75)
  // strangers share a name and a birthday already, so they have no bond
  const isStranger = (one: number) => one % strangerEvery === strangerEvery - 8
  const hasBond = livesWith !== null && !isStranger(livesWith) && !isStranger(number + 67)
  const bond = !hasBond ? null : bondOf(company.seed, number, other.birthDate)
  const isFamily = bond === 'twin' || bond === 'child'
  const familyName = sharesName || isFamily ? other.familyName : twin.familyName
  const givenName = bond === null ? twin.givenName : otherGivenName(company.seed, number, body, other)
  const ownEmail = resembles === null ? body.email : emailOf(random, givenName, familyName, String(number))
  const movesAt = opening + (year * random.exponential(1)) / lives.moves
  const [home, mailbox] = [
    { ...other.home, since: 0 },
    { address: isFamily ? other.email : ownEmail, since: 0 },
  ]
  const newAt = opening + (year * random.exponential(1)) / lives.newMailbox
  const marriesAt = opening + historyDays * day * random.uniform()
  const marries = random.chance(lives.marriedInHistory)
  const isProspect = number % prospectEvery === prospectEvery - 1
  return {
    number,
    isProspect,
    segment: random.weighted(segments),
    givenName,
    familyNames: marries
      ? [
          { since: 0, name: familyName },
          { since: marriesAt, name: random.pick(random.weighted(namePools).last) },
        ]
      : [{ since: 0, name: familyName }],
    birthDate:
      bond === 'twin'
        ? other.birthDate
        : bond === 'child'
          ? childBorn(twin.birthDate, other.birthDate)
          : twin.birthDate,
    homes: [home, { ...homeOf(random, home.place), since: movesAt }],
    mailboxes: [
      mailbox,
      { address: emailOf(random, givenName, familyName, otherEnding(number)), since: newAt },
    ],
    phone: bond
      ? other.phone
      : livesWith === null
        ? body.phone
        : mobileOf(random, home.place.countryCode, number),
    landline: other.landline,
    household: livesWith,
    bond,
    resembles,
    joinsAt: joiningDay(company, number, isProspect),
  }
}

/** What does not depend on other people. */
function bodyOf(seed: number, number: number) {
  const random = new Random(seed, number, 1)
  const pool = random.weighted(namePools)
  const givenName = random.pick(pool.first)
  const familyName = random.pick(pool.last)
  const place = random.weighted(places)
  const born = Date.UTC(1938 + Math.floor(68 * random.beta(2, 1.8)), 0, 1) + random.integer(0, 364) * day
  const hasLandline = place.countryCode === homeMarket && random.chance(lives.landline)
  return {
    pool,
    givenName,
    familyName,
    birthDate: new Date(born).toISOString().slice(0, 10),
    home: homeOf(random, place),
    email: emailOf(random, givenName, familyName, String(number)),
    phone: mobileOf(random, place.countryCode, number),
    landline: hasLandline ? landlineOf(place.countryCode, number) : null,
  }
}

function joiningDay(company: CompanyOptions, number: number, isProspect: boolean): number {
  const later = number - firstPeople(company)
  if (later >= 0) return today + ((later + 1) / arrivalsADay(company)) * day
  const random = new Random(company.seed, number, 3)
  for (;;) {
    const at = openHour(opening + historyDays * day * random.uniform() ** growth, random.uniform())
    if (at <= today && (isProspect || random.chance(season(at) / busiest))) return at
  }
}

function homeOf(random: Random, place: Place): Omit<Home, 'since'> {
  const kind = random.pick(['Road', 'Street', 'Lane', 'Terrace', 'Close', 'Avenue'])
  const street = `${random.integer(1, 180)} ${random.pick(streets)} ${kind}`
  const letters = 'ABDEFGHJLNPQRSTUWXYZ'
  const letter = () => letters[random.integer(0, letters.length - 1)] ?? 'A'
  const rest = place.countryCode === 'GB' ? ` ${random.integer(1, 9)}${letter()}${letter()}` : ''
  return { street, place, postcode: place.area + rest }
}

/** The ending makes addresses differ between people of the same name. */
function emailOf(random: Random, givenName: string, familyName: string, ending: string): string {
  const [first, last] = [plain(givenName), plain(familyName)]
  const local = random.pick([
    `${first}.${last}`,
    `${first}${last}`,
    `${first[0]}.${last}`,
    `${last}.${first}`,
  ])
  return `${local}${ending}@${random.pick(emailHosts)}`
}

/** An ending for other mailboxes of the person. */
export function otherEnding(number: number): string {
  return `_${number.toString(36)}`
}

/** English letters only, as most people write their names in addresses. */
export function plain(name: string): string {
  const letters = name.replace(/[łøØß]/g, (letter) => ({ ł: 'l', ø: 'o', Ø: 'O', ß: 'ss' })[letter] ?? '')
  return letters
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase()
}

/** The entry that is valid at an instant. */
export function at<T extends Since>(list: readonly [T, ...T[]], instant: number): T {
  return list.findLast((one) => one.since <= instant) ?? list[0]
}
