import { declareHouseholds, declareSurvivorship } from './declare.ts'

/**
 * Which of the values that a person's records hold becomes that of the golden record (see docs/golden-record.md).
 * Values without fault come before others. Among those, the answer to `first` decides (trust, recency, completeness,
 * or agreement: how many sources say the same), then the most trusted source, the newest record, the most complete.
 *
 * `trust` names sources (`hubspot`) or kinds of their records (`shopify guest`), most trusted first, those of one
 * line alike; `*` are all that are not named. `never` and `lastResort` name what is wrong with a value:
 * deleted record, incomplete, bounced, complained (marked as spam), role mailbox, disposable mailbox, suspect.
 */
export const survivorship = declareSurvivorship({
  // Who pays or has an account spells their own name; parcels may be for somebody else, tills and forms are in haste.
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
    canBeSeveral: false,
  },
  // Where mail is sent or people log in, an address that does not work is found out.
  email: {
    trust: [['shopify customer', 'klaviyo', 'segment user'], ['stripe', 'consent', 'hubspot'], ['*']],
    first: 'trust',
    never: ['bounced'],
    lastResort: ['role mailbox', 'disposable mailbox', 'deleted record'],
    canBeSeveral: true,
  },
  phone: {
    trust: [['shopify customer', 'klaviyo'], ['*'], ['square', 'loyalty', 'calls']],
    first: 'trust',
    never: ['bounced'],
    lastResort: ['deleted record'],
    canBeSeveral: true,
  },
  // People move: of those who deliver or bill, the one told last.
  address: {
    trust: [['shopify', 'shipstation', 'stripe'], ['*'], ['square', 'loyalty']],
    first: 'trust',
    never: [],
    lastResort: ['incomplete', 'deleted record'],
    canBeSeveral: false,
  },
  // Everybody's slips of the finger are different: the day that most sources say.
  birth_date: {
    first: 'agreement',
    trust: [['*'], ['square', 'loyalty']],
    never: [],
    lastResort: ['suspect', 'deleted record'],
    canBeSeveral: false,
  },
  country: {
    trust: [['shopify', 'shipstation', 'stripe'], ['*']],
    first: 'trust',
    never: [],
    lastResort: ['deleted record'],
    canBeSeveral: false,
  },
})

/** Who shares a residence and a family name or a telephone is a household, unless more people than this are there. */
export const households = declareHouseholds({ mostPeople: 8 })
