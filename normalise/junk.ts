import {
  junkDomains,
  junkIdPatterns,
  junkIds,
  junkMailboxes,
  junkNames,
  junkPhoneTexts,
  withheldWords,
} from './data/junk-words.ts'
import { folded } from './written.ts'

/** What a company adds to the product's own lists of values that identify nobody. */
export interface Junk {
  /** Addresses, domains ('@shopfloor.example') and mailboxes at any domain ('counter@'). */
  readonly emails?: readonly string[] | undefined
  readonly phones?: readonly string[] | undefined
  readonly ids?: readonly string[] | undefined
  readonly names?: readonly string[] | undefined
}

/** Junk as lists and patterns that mean the same to JavaScript and to Postgres. Values are in lower case. */
export interface JunkRules {
  readonly ids: ReadonlySet<string>
  readonly idPattern: RegExp
  /** Compared with the part before the @ without tag, punctuation and a number at the end of a longer word. */
  readonly mailboxes: ReadonlySet<string>
  readonly domains: ReadonlySet<string>
  readonly emails: ReadonlySet<string>
  /** A short invented word, which is junk before and after the @: 'a@a.com', 'abc@abc.com', 'x@x.x'. */
  readonly repeatedPattern: RegExp
  readonly phoneTexts: ReadonlySet<string>
  /** Digits of a whole number. */
  readonly phones: ReadonlySet<string>
  /** Digits of a number written with a plus. */
  readonly withheld: ReadonlySet<string>
  /** Digits: one digit seven times at the end, or nothing but a short group repeated. */
  readonly phonePattern: RegExp
  readonly names: ReadonlySet<string>
}

/** Digits that are counted up or down. */
const sequences = ['01234567890123', '98765432109876'] as const

export function junkRules({ emails = [], phones = [], ids = [], names = [] }: Junk = {}): JunkRules {
  const addresses = emails.map((email) => email.trim().toLowerCase())
  const mailboxes = addresses.filter((email) => email.endsWith('@')).map((email) => bareMailbox(email))
  const domains = addresses.filter((email) => email.startsWith('@'))
  return {
    ids: new Set([...junkIds, ...ids.map((id) => id.trim().toLowerCase())]),
    idPattern: new RegExp(junkIdPatterns.join('|')),
    mailboxes: new Set([...junkMailboxes, ...mailboxes]),
    domains: new Set([...junkDomains, ...domains.map((domain) => domain.slice(1))]),
    emails: new Set(addresses.filter((email) => !email.startsWith('@') && !email.endsWith('@'))),
    repeatedPattern: /^([a-z]{1,2}|([a-z0-9])\2+|abc|xyz|asd|qwe|123|asdf|qwerty|fake|test|none)$/,
    phoneTexts: new Set(junkPhoneTexts),
    phones: new Set([
      ...counted(),
      ...phones.flatMap((phone) => [phone.replace(/\D/g, ''), phone.replace(/\D|^[^1-9]+/g, '')]),
    ]),
    withheld: new Set(withheldWords.map(typed)),
    phonePattern: /(\d)\1{6}$|^(\d)\2*$|^(\d{3})\3{2,}\d?$/,
    names: new Set([...junkNames, ...names].map(nameKey)),
  }
}

export function isJunkId(id: string, rules: JunkRules): boolean {
  const text = id.trim().toLowerCase()
  return rules.ids.has(text) || rules.idPattern.test(text)
}

/** `email` is one address in lower case. */
export function isJunkEmail(email: string, rules: JunkRules): boolean {
  const domain = email.slice(email.lastIndexOf('@') + 1)
  const mailbox = bareMailbox(email)
  const word = email.slice(0, Math.max(email.indexOf('@'), 0))
  return (
    rules.emails.has(email) ||
    rules.domains.has(domain) ||
    rules.mailboxes.has(mailbox) ||
    (email.startsWith(`${word}@${word}.`) && rules.repeatedPattern.test(word))
  )
}

/** The part before the @ as junk is compared: 'No-Email12+x@…' is 'noemail'. */
function bareMailbox(email: string): string {
  const local = email.slice(0, Math.max(email.lastIndexOf('@'), 0)).replace(/(.)\+.*$/, '$1')
  return local.replace(/[._-]/g, '').replace(/([a-z]{4})\d+$/, '$1')
}

export function isJunkPhone(written: string, rules: JunkRules): boolean {
  const text = written.trim().toLowerCase()
  const digits = text.replace(/\D/g, '')
  if (digits === '') return rules.phoneTexts.has(text)
  return (
    rules.phones.has(digits) ||
    (text.startsWith('+') && rules.withheld.has(digits)) ||
    rules.phonePattern.test(digits)
  )
}

export function isJunkName(name: string, rules: JunkRules): boolean {
  return rules.names.has(nameKey(name))
}

/** 'Walk-in' and 'walk in' are the same; words stay apart, so that 'An On' is not 'anon'. */
function nameKey(name: string): string {
  return name
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .map(folded)
    .filter((word) => word !== '')
    .join(' ')
}

/** Numbers such as 12345 and 9876543210. */
function counted(): string[] {
  return sequences.flatMap((sequence) =>
    [...sequence].flatMap((_, from) =>
      [5, 6, 7, 8, 9, 10, 11].flatMap((length) =>
        from + length <= sequence.length ? [sequence.slice(from, from + length)] : [],
      ),
    ),
  )
}

/** The digits of a word on the keys of a telephone. */
function typed(word: string): string {
  return [...word].map((letter) => '22233344455566677778889999'[letter.charCodeAt(0) - 65] ?? '').join('')
}
