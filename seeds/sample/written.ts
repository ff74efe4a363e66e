import { company } from '#settings'
import { writesMonthFirst } from '../../normalise/birth-date.ts'
import { errorRates, formats, type SystemName } from './errors.ts'
import type { Life } from './life-events.ts'
import { nicknames } from './nicknames.ts'
import { at, otherEnding, type Person, plain } from './person.ts'
import { writtenPhone } from './phones.ts'
import type { Random } from './random.ts'
import { misread, mistyped } from './slips.ts'

export type Slip =
  | 'typo'
  | 'misread'
  | 'nickname'
  | 'swapped names'
  | 'other mailbox'
  | 'role account'
  | 'mistyped mailbox'
  | 'no email'
  | 'no phone'
  | 'family phone'
  | 'no address'
  | 'no birth date'
  | 'wrong birth date'

/** A person as one record of one system describes them. */
export interface Written {
  readonly givenName: string
  readonly familyName: string
  readonly email: string | null
  readonly phone: string | null
  readonly street: string | null
  readonly city: string | null
  readonly postcode: string | null
  readonly country: string
  readonly countryCode: string
  readonly birthDate: string | null
  /** When the record last took over a change in the person's life; when it was created if it never did. */
  readonly changedAt: number
  readonly slips: readonly Slip[]
}

/**
 * `copy` numbers the records of one person in one system, each with its own errors. `until` is when the record was
 * last updated, if that is before today.
 */
export function writtenIn(
  life: Life,
  system: SystemName,
  madeAt: number,
  copy = 0,
  until = life.today,
): Written {
  const { person } = life
  const rates = errorRates[system]
  const random = life.random(`written in ${system}`, copy)
  const slips: Slip[] = []
  const slip = (name: Slip, rate: number) => {
    if (!random.chance(rate)) return false
    slips.push(name)
    return true
  }
  const follows = random.chance(rates.follows)
  const changedAt = follows ? lastChange(person, madeAt, until) : madeAt
  let givenName = person.givenName
  let familyName = at(person.familyNames, changedAt).name
  const nickname = nicknames[givenName]
  if (slip('nickname', rates.nickname)) {
    if (nickname) givenName = random.pick(nickname)
    else slips.pop()
  }
  if (slip('typo', rates.typo)) {
    if (random.chance(0.5)) givenName = mistyped(random, givenName)
    else familyName = mistyped(random, familyName)
  }
  if (slip('misread', rates.misread)) familyName = misread(random, familyName)
  if (random.chance(rates.capitals))
    [givenName, familyName] = [givenName.toUpperCase(), familyName.toUpperCase()]
  if (slip('swapped names', rates.swappedNames)) [givenName, familyName] = [familyName, givenName]
  const home = at(person.homes, changedAt)
  const email = emailIn(random, person, at(person.mailboxes, changedAt).address, system, slip)
  const isFamily = slip('family phone', person.landline ? rates.familyPhone : 0)
  const phone = isFamily && person.landline ? person.landline : person.phone
  const hasPhone = !slip('no phone', rates.noPhone)
  const hasHome = !slip('no address', rates.noAddress)
  return {
    givenName,
    familyName,
    email,
    phone: hasPhone ? writtenPhone(phone, formats[system].phone) : null,
    street: hasHome ? home.street : null,
    city: hasHome ? home.place.city : null,
    postcode: hasHome && home.postcode ? postcodeIn(home.postcode, system) : null,
    country: home.place.country,
    countryCode: home.place.countryCode,
    birthDate: birthDateIn(random, person.birthDate, system, slip),
    changedAt,
    slips,
  }
}

type Slips = (name: Slip, rate: number) => boolean

function lastChange({ homes, mailboxes, familyNames }: Person, madeAt: number, today: number): number {
  let last = madeAt
  for (const { since } of [...homes, ...mailboxes, ...familyNames]) {
    if (since <= today && since > last) last = since
  }
  return last
}

function emailIn(random: Random, person: Person, own: string, system: SystemName, slip: Slips) {
  const rates = errorRates[system]
  if (slip('no email', rates.noEmail)) return null
  if (slip('role account', rates.roleAccount)) {
    const company = `${plain(person.familyNames[0].name)}-${person.number % 50}.example`
    return `${random.pick(['info', 'office', 'accounts', 'hello'])}@${company}`
  }
  const [local = '', host = ''] = own.split('@')
  if (slip('other mailbox', rates.otherMailbox)) {
    return random.pick([
      `${local}+${system}@${host}`,
      own.replace(/(^|[.@])[a-z]/g, (letter) => letter.toUpperCase()),
      `${plain(person.familyNames[0].name)}${otherEnding(person.number)}@work.example`,
    ])
  }
  return slip('mistyped mailbox', rates.mistypedMailbox) ? `${mistyped(random, local)}@${host}` : own
}

function postcodeIn(postcode: string, system: SystemName): string {
  const style = formats[system].postcode
  if (style === 'spaced') return postcode
  return style === 'small' ? postcode.toLowerCase() : postcode.replace(' ', '')
}

function birthDateIn(random: Random, birthDate: string, system: SystemName, slip: Slips): string | null {
  const rates = errorRates[system]
  if (slip('no birth date', rates.noBirthDate)) return null
  let [years = '', month = '', date = ''] = birthDate.split('-')
  if (slip('wrong birth date', rates.wrongBirthDate)) {
    if (Number(date) <= 12 && random.chance(0.6)) [month, date] = [date, month]
    else [month, date] = ['01', '01']
  }
  if (formats[system].birth === 'iso') return `${years}-${month}-${date}`
  return writesMonthFirst(company.phoneRegion) ? `${month}/${date}/${years}` : `${date}/${month}/${years}`
}
