import { declareHouseholds, declareSurvivorship } from './declare.ts'

/**
 * Which of the values in a person's records goes into the golden record (see docs/golden-record.md). Values without
 * faults come first. Among those, `first` decides (trust, recency, completeness, or agreement: how many sources have
 * the value), then the most trusted source, the most recent record, and the most complete value.
 *
 * `trust` names sources (`hubspot`) or kinds of their records (`shopify guest`), most trusted first; those in one list
 * are trusted equally, and `*` is all that are not named. `never` and `lastResort` name faults: deleted record,
 * incomplete, bounced, complained (marked as spam), role mailbox, disposable mailbox, suspect.
 */
export const survivorship = declareSurvivorship({
  // People with an account or an invoice spell their own name. Parcels may be for somebody else, and staff type
  // names at tills in a hurry.
  name: {
    trust: [
      ['shopify customer', 'stripe'],
      ['hubspot', 'klaviyo', 'segment user', 'devices'],
      ['*'],
      ['square', 'loyalty', 'zendesk', 'typeform', 'shipstation', 'meta'],
    ],
    first: 'trust',
    never: [],
    lastResort: ['incomplete', 'deleted record'],
    allowsSeveral: false,
  },
  // Where people log in or receive mail, an address that does not work is noticed.
  email: {
    trust: [['shopify customer', 'klaviyo', 'segment user'], ['stripe', 'consent', 'hubspot'], ['*']],
    first: 'trust',
    never: ['bounced'],
    lastResort: ['role mailbox', 'disposable mailbox', 'deleted record'],
    allowsSeveral: true,
  },
  phone: {
    trust: [['shopify customer', 'klaviyo'], ['*'], ['square', 'loyalty', 'calls']],
    first: 'trust',
    never: ['bounced'],
    lastResort: ['deleted record'],
    allowsSeveral: true,
  },
  // Systems that deliver or bill have the current address. Among them, the most recent record wins: people move.
  address: {
    trust: [['shopify', 'shipstation', 'stripe'], ['*'], ['square', 'loyalty']],
    first: 'trust',
    never: [],
    lastResort: ['incomplete', 'deleted record'],
    allowsSeveral: false,
  },
  // Typing mistakes differ from source to source, so the date that most sources have wins.
  birth_date: {
    first: 'agreement',
    trust: [['*'], ['square', 'loyalty']],
    never: [],
    lastResort: ['suspect', 'deleted record'],
    allowsSeveral: false,
  },
  country: {
    trust: [['shopify', 'shipstation', 'stripe'], ['*']],
    first: 'trust',
    never: [],
    lastResort: ['deleted record'],
    allowsSeveral: false,
  },
})

/** People who share an address and a family name or a phone number, unless there are more people than this. */
export const households = declareHouseholds({ mostPeople: 8 })
