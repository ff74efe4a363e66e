import type { Level } from '../../analytics/fellegi-sunter/types.ts'
import { givenNames } from './given-names.ts'
import { identitySettings } from './matching/index.ts'

/** How far two spellings of one given name can be apart, and two of one family name. */
const sameGivenName: Level = {
  kind: 'any',
  of: [
    { kind: 'begins', column: 'given' },
    { kind: 'levenshtein', column: 'given', atMost: 1 },
    {
      kind: 'all',
      of: [
        { kind: 'levenshtein', column: 'given', atMost: 2 },
        { kind: 'prefix', column: 'given', length: 1 },
      ],
    },
    { kind: 'trigram', column: 'given', atLeast: 0.4 },
    { kind: 'prefix', column: 'given', length: 3 },
  ],
}
const sameFamilyName: Level = {
  kind: 'any',
  of: [
    { kind: 'begins', column: 'family' },
    { kind: 'levenshtein', column: 'family', atMost: 2 },
    { kind: 'trigram', column: 'family', atLeast: 0.4 },
  ],
}
/** Links by which a source itself says that two records are one person, whatever their names. */
const ownWord = ['merge', 'alias', 'login']

/**
 * How profile records are matched. Edit this file, run `clientele check` and build. docs/identity.md explains each part,
 * and `clientele identity evaluate` measures the result.
 */
export const settings = identitySettings({
  /** What records are compared by, made from the columns of the canonical profile. */
  columns: {
    given: { from: 'given_name_match', as: 'text' },
    given_sound: { from: 'given_name_match', as: 'sound' },
    /** Two of these are two names, however similar: Ethan and Evan are twins, Ethan and Ethna are one. */
    known_given: { from: 'given_name_match', as: 'text', only: { given_name_match: givenNames } },
    family: { from: 'family_name_match', as: 'text' },
    family_sound: { from: 'family_name_match', as: 'sound' },
    party: {
      from: 'party_type',
      as: 'text',
      only: { party_type: ['person', 'organisation'] },
    },
    organisation: { from: 'organisation_name_match', as: 'text', only: { party_type: ['organisation'] } },
    organisation_digits: {
      from: 'organisation_name_match',
      as: 'digits',
      only: { party_type: ['organisation'] },
    },
    organisation_domain: {
      from: 'email_match',
      as: 'domain',
      only: { party_type: ['organisation'], email_kind: ['business', 'role'] },
    },
    suffix: { from: 'name_suffix', as: 'text' },
    birth: { from: 'birth_date', as: 'day', only: { birth_date_quality: ['given', 'suspect'] } },
    birth_digits: { from: 'birth_date', as: 'digits', only: { birth_date_quality: ['given'] } },
    email: { from: 'email_match', as: 'text', only: { email_kind: ['personal', 'business'] } },
    /** A firm has many addresses, so two that differ say nothing about it. */
    own_email: {
      from: 'email_match',
      as: 'text',
      only: { email_kind: ['personal', 'business'], party_type: ['person', 'unknown'] },
    },
    /** Without what follows a plus. Some providers deliver it to the same mailbox, others to another. */
    untagged_email: {
      from: 'email_match',
      as: 'untagged',
      only: { email_kind: ['personal', 'business'], party_type: ['person', 'unknown'] },
    },
    organisation_role: {
      from: 'email_match',
      as: 'text',
      only: { party_type: ['organisation'], email_kind: ['role'] },
    },
    role_account: { from: 'email_match', as: 'text', only: { email_kind: ['role'] } },
    email_digits: {
      from: 'email_match',
      as: 'digits',
      only: { email_kind: ['personal', 'business'] },
    },
    email_start: {
      from: 'email_match',
      as: 'start',
      length: 8,
      only: { email_kind: ['personal', 'business'] },
    },
    // numbers that the source says others share, or that are junk, are in neither
    phone: {
      from: 'phone',
      as: 'digits',
      only: { phone_kind: ['mobile', 'fixed', 'mobile_or_fixed', 'other'] },
    },
    mobile: { from: 'phone', as: 'digits', only: { phone_kind: ['mobile', 'mobile_or_fixed'] } },
    street: { from: 'street', as: 'letters' },
    house: { from: 'house_number', as: 'letters' },
    postcode: { from: 'postcode', as: 'letters' },
    city: { from: 'city', as: 'letters' },
  },
  personSignature: ['given', 'family', 'organisation'],

  /** Two records that share one of these are one person, or at least worth comparing. */
  identifiers: [
    {
      kind: 'email',
      column: 'email',
      trust: 'joins',
      cap: { people: 6, unrelated: 3, records: 200 },
      blocked: {
        values: ['test@test.com', 'noemail@example.com'],
        patterns: ['^no-?reply@', '^(none|unknown)@'],
      },
    },
    { kind: 'mobile', column: 'mobile', trust: 'joins', cap: { people: 6, unrelated: 3, records: 100 } },
    {
      kind: 'role account of an organisation',
      column: 'organisation_role',
      trust: 'joins',
      cap: { people: 6, records: 100 },
      trains: false,
    },
    // families and colleagues share these: records are compared, but not joined
    {
      kind: 'phone',
      column: 'phone',
      trust: 'supports',
      cap: { people: 4, records: 100 },
      blocked: { values: [], patterns: ['^(\\d)\\1+$'] },
      trains: false,
    },
    {
      kind: 'role account',
      column: 'role_account',
      trust: 'supports',
      cap: { people: 2, records: 100 },
      trains: false,
    },
  ],
  /**
   * Statements of a source that two records are one person. A browser that several people logged in on, or
   * named themselves on, belongs to nobody, and neither does an order that several people wrote about.
   */
  links: {
    merge: {},
    alias: {},
    login: { cap: 1 },
    form: { cap: 1 },
    reference: {},
    order: { cap: 2 },
    card: { cap: 6 },
  },

  /**
   * Different people, whatever they share, and whatever record is between them. One identifier alone never joins people
   * whose names disagree: couples, relatives and colleagues share mobiles and mailboxes. Forbidden pairs that would have
   * been joined wait in review.
   */
  cannotLink: [
    { name: 'a person and an organisation', when: [{ kind: 'differs', column: 'party' }] },
    {
      name: 'different organisation',
      when: [
        {
          kind: 'not',
          level: {
            kind: 'any',
            of: [
              { kind: 'begins', column: 'organisation' },
              { kind: 'levenshtein', column: 'organisation', atMost: 1 },
            ],
          },
        },
      ],
    },
    {
      name: 'organisations with different numbers',
      when: [{ kind: 'differs', column: 'organisation_digits' }],
    },
    { name: 'father and son', when: [{ kind: 'differs', column: 'suffix' }] },
    {
      name: 'different birth date',
      when: [
        // one digit and a swapped day and month are slips of writing
        { kind: 'not', level: { kind: 'levenshtein', column: 'birth_digits', atMost: 1 } },
        { kind: 'not', level: { kind: 'dayMonthSwapped', column: 'birth' } },
      ],
    },
    {
      name: 'two given names',
      when: [
        { kind: 'differs', column: 'known_given' },
        { kind: 'unless', level: { kind: 'swapped', columns: ['given', 'family'] } },
      ],
      unlessLinkedBy: ownWord,
    },
    {
      name: 'different given name',
      when: [
        { kind: 'not', level: sameGivenName },
        { kind: 'unless', level: { kind: 'swapped', columns: ['given', 'family'] } },
      ],
      unlessLinkedBy: ownWord,
    },
    {
      name: 'similar given name, different family name',
      when: [
        { kind: 'differs', column: 'given' },
        { kind: 'not', level: sameFamilyName },
        { kind: 'unless', level: { kind: 'swapped', columns: ['given', 'family'] } },
      ],
      unlessLinkedBy: ownWord,
    },
    {
      name: 'different family name, no given name',
      when: [
        { kind: 'lacks', column: 'given' },
        { kind: 'not', level: sameFamilyName },
      ],
      unlessLinkedBy: ownWord,
    },
  ],

  /** Records that agree on all columns of a rule are compared; others are not. */
  blocking: {
    rules: [
      { name: 'family name and birth date', on: ['family_sound', 'birth'] },
      { name: 'given name and birth date', on: ['given', 'birth'] },
      { name: 'family name and postcode', on: ['family_sound', 'postcode'], trains: false },
      { name: 'given name and postcode', on: ['given', 'postcode'] },
      { name: 'address', on: ['postcode', 'house', 'street'], trains: false },
      { name: 'name', on: ['given', 'family'], maxBlock: 60 },
      { name: 'email address without a tag', on: ['untagged_email'], trains: false },
      // larger blocks of 100,000 customers have 20 million pairs, of which the rule above finds all but a few that match
      { name: 'start of email address', on: ['email_start'], trains: false, maxBlock: 60 },
      { name: 'organisation', on: ['organisation'] },
    ],
    maxBlock: 300,
    maxPairsPerRecord: 200,
  },

  comparisons: [
    {
      name: 'given name',
      requires: ['given'],
      levels: [
        { label: 'same', when: { kind: 'exact', columns: ['given'] }, termFrequency: 'given' },
        {
          label: 'swapped with the family name',
          when: { kind: 'any', of: [{ kind: 'swapped', columns: ['given', 'family'] }] },
        },
        { label: 'one letter', when: { kind: 'levenshtein', column: 'given', atMost: 1 } },
        {
          label: 'similar',
          when: {
            kind: 'any',
            of: [
              { kind: 'levenshtein', column: 'given', atMost: 2 },
              { kind: 'trigram', column: 'given', atLeast: 0.4 },
              { kind: 'prefix', column: 'given', length: 3 },
            ],
          },
        },
      ],
    },
    {
      name: 'family name',
      requires: ['family'],
      levels: [
        { label: 'same', when: { kind: 'exact', columns: ['family'] }, termFrequency: 'family' },
        { label: 'one letter', when: { kind: 'levenshtein', column: 'family', atMost: 1 } },
        {
          label: 'similar',
          when: {
            kind: 'any',
            of: [
              { kind: 'levenshtein', column: 'family', atMost: 2 },
              { kind: 'trigram', column: 'family', atLeast: 0.4 },
            ],
          },
        },
      ],
    },
    {
      name: 'organisation',
      requires: ['organisation'],
      levels: [
        { label: 'same', when: { kind: 'exact', columns: ['organisation'] }, termFrequency: 'organisation' },
        {
          label: 'similar',
          when: {
            kind: 'any',
            of: [
              { kind: 'begins', column: 'organisation' },
              { kind: 'levenshtein', column: 'organisation', atMost: 1 },
            ],
          },
        },
      ],
    },
    {
      name: 'domain of the organisation',
      requires: ['organisation_domain'],
      levels: [{ label: 'same', when: { kind: 'exact', columns: ['organisation_domain'] } }],
    },
    {
      name: 'birth date',
      requires: ['birth'],
      levels: [
        { label: 'same', when: { kind: 'exact', columns: ['birth'] } },
        { label: 'day and month swapped', when: { kind: 'dayMonthSwapped', column: 'birth' } },
        {
          label: 'one digit',
          when: { kind: 'any', of: [{ kind: 'levenshtein', column: 'birth_digits', atMost: 1 }] },
        },
      ],
    },
    {
      name: 'email',
      requires: ['email', 'own_email'],
      levels: [
        { label: 'same', when: { kind: 'exact', columns: ['email'] } },
        {
          label: 'same without a tag, and a given name that agrees',
          when: {
            kind: 'any',
            of: [
              {
                kind: 'all',
                of: [
                  { kind: 'exact', columns: ['untagged_email'] },
                  { kind: 'prefix', column: 'given', length: 1 },
                ],
              },
            ],
          },
        },
        {
          label: 'up to two typing mistakes, same digits',
          when: {
            kind: 'any',
            of: [
              {
                kind: 'all',
                of: [
                  { kind: 'levenshtein', column: 'email', atMost: 2 },
                  { kind: 'exact', columns: ['email_digits'] },
                ],
              },
            ],
          },
        },
      ],
    },
    {
      name: 'role account',
      // without a name, it is no evidence about the person who writes from it
      requires: ['role_account', 'given'],
      levels: [{ label: 'same', when: { kind: 'exact', columns: ['role_account'] } }],
    },
    {
      name: 'phone',
      requires: ['phone'],
      levels: [
        { label: 'same', when: { kind: 'exact', columns: ['phone'] } },
        { label: 'one digit', when: { kind: 'levenshtein', column: 'phone', atMost: 1 } },
      ],
    },
    {
      name: 'address',
      requires: ['postcode'],
      levels: [
        {
          label: 'same house',
          when: { kind: 'any', of: [{ kind: 'exact', columns: ['postcode', 'house', 'street'] }] },
        },
        { label: 'same postcode', when: { kind: 'exact', columns: ['postcode'] }, termFrequency: 'postcode' },
        {
          label: 'one character of the postcode',
          when: { kind: 'levenshtein', column: 'postcode', atMost: 1 },
        },
      ],
    },
  ],

  /** Strangers can share a name and a birth date: one of these must agree before a pair is linked by weight. */
  linkRequiresAgreementOn: ['email', 'role account', 'phone', 'address', 'domain of the organisation'],
  /** Match weights in bits: 6 is a probability of 98 %, 0 one half. */
  thresholds: { keep: -6, review: 0, link: 6, bridge: 8 },
  maxClusterSize: 100,
  training: { randomPairs: 200_000, pairsPerRule: 100_000 },
})
