import type { PhoneStyle } from './phones.ts'

/** How likely a record of a system is to differ from the person it describes. */
export interface ErrorRates {
  /** A typing error in a name: a neighbouring key, or a swapped, doubled or missing letter. */
  readonly typo: number
  /** Letters confused when reading: rn for m, l for i, 0 for o. */
  readonly misread: number
  readonly nickname: number
  /** Given and family name swapped. */
  readonly swappedNames: number
  /** Another mailbox of the person, or the same one written differently. */
  readonly otherMailbox: number
  /** A role account, such as info@. */
  readonly roleAccount: number
  readonly mistypedMailbox: number
  readonly noEmail: number
  readonly noPhone: number
  /** The telephone of the household, which other members give too. */
  readonly familyPhone: number
  readonly noAddress: number
  readonly noBirthDate: number
  /** Day and month swapped, or 1 January instead. */
  readonly wrongBirthDate: number
  /** Whether the record is updated after moves, marriages and new mailboxes. */
  readonly follows: number
  readonly capitals: number
}

const careful: ErrorRates = {
  typo: 0.01,
  misread: 0,
  nickname: 0.02,
  swappedNames: 0.004,
  otherMailbox: 0.04,
  roleAccount: 0.005,
  mistypedMailbox: 0.004,
  noEmail: 0,
  noPhone: 0.1,
  familyPhone: 0.05,
  noAddress: 0,
  noBirthDate: 0.2,
  wrongBirthDate: 0.02,
  follows: 0.7,
  capitals: 0.02,
}

export type SystemName = keyof typeof errorRates

/** Typed by the customer, by staff at a till or on the telephone, or read from paper. */
export const errorRates = {
  shopify: careful,
  hubspot: { ...careful, typo: 0.04, nickname: 0.06, otherMailbox: 0.12, noEmail: 0.02, noPhone: 0.4 },
  square: {
    ...careful,
    typo: 0.08,
    nickname: 0.12,
    swappedNames: 0.02,
    noEmail: 0.35,
    noPhone: 0.25,
    familyPhone: 0.12,
    noAddress: 0.7,
    noBirthDate: 0.5,
    follows: 0.1,
  },
  loyalty: {
    ...careful,
    typo: 0.06,
    misread: 0.05,
    swappedNames: 0.015,
    noEmail: 0.15,
    familyPhone: 0.15,
    noBirthDate: 0.05,
    wrongBirthDate: 0.06,
    follows: 0.2,
    capitals: 0.3,
  },
  klaviyo: { ...careful, otherMailbox: 0.08, noPhone: 0.6, noAddress: 0.5, follows: 0.3 },
  segment: { ...careful, nickname: 0.05, noPhone: 0.7 },
  shipstation: { ...careful, typo: 0.015, noPhone: 0.15 },
  zendesk: { ...careful, typo: 0.03, nickname: 0.15, otherMailbox: 0.15, noPhone: 0.5, follows: 0.1 },
  stripe: { ...careful, nickname: 0.01, otherMailbox: 0.08, roleAccount: 0.01, noPhone: 0.5 },
  meta: { ...careful, nickname: 0.3, typo: 0 },
  calls: { ...careful, noPhone: 0.04, familyPhone: 0.25 },
  delighted: { ...careful, noPhone: 0.8 },
  typeform: { ...careful, typo: 0.03, nickname: 0.15, otherMailbox: 0.15 },
  consent: { ...careful, noPhone: 0.7 },
  devices: { ...careful, otherMailbox: 0.15, nickname: 0.08, noPhone: 0.4 },
} as const satisfies Record<string, ErrorRates>

/** How each system writes telephone numbers, postcodes and dates of birth. */
export const formats: Readonly<
  Record<
    SystemName,
    {
      phone: PhoneStyle
      postcode: 'spaced' | 'closed' | 'small'
      birth: 'iso' | 'local'
    }
  >
> = {
  shopify: { phone: 'e164', postcode: 'spaced', birth: 'iso' },
  hubspot: { phone: 'bracketed', postcode: 'spaced', birth: 'local' },
  square: { phone: 'e164', postcode: 'closed', birth: 'iso' },
  loyalty: { phone: 'national', postcode: 'small', birth: 'local' },
  klaviyo: { phone: 'e164', postcode: 'spaced', birth: 'iso' },
  segment: { phone: 'spaced', postcode: 'spaced', birth: 'iso' },
  shipstation: { phone: 'national', postcode: 'spaced', birth: 'iso' },
  zendesk: { phone: 'e164', postcode: 'spaced', birth: 'iso' },
  stripe: { phone: 'e164', postcode: 'closed', birth: 'iso' },
  meta: { phone: 'e164', postcode: 'spaced', birth: 'iso' },
  calls: { phone: 'e164', postcode: 'spaced', birth: 'iso' },
  delighted: { phone: 'e164', postcode: 'spaced', birth: 'iso' },
  typeform: { phone: 'spaced', postcode: 'spaced', birth: 'local' },
  consent: { phone: 'zeros', postcode: 'spaced', birth: 'iso' },
  devices: { phone: 'e164', postcode: 'small', birth: 'iso' },
}
