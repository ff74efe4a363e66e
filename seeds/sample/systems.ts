import { company } from '#settings'
import type { Feed } from './feed.ts'
import { callFeeds } from './systems/calls.ts'
import { consentFeeds } from './systems/consent.ts'
import { delightedFeeds } from './systems/delighted.ts'
import { deviceFeeds } from './systems/devices.ts'
import { hubspotFeeds } from './systems/hubspot.ts'
import { klaviyoFeeds } from './systems/klaviyo.ts'
import { loyaltyFeeds } from './systems/loyalty.ts'
import { marketingFeeds } from './systems/marketing.ts'
import { metaFeeds } from './systems/meta.ts'
import { rateFeeds } from './systems/rates.ts'
import { segmentFeeds } from './systems/segment.ts'
import { shipstationFeeds } from './systems/shipstation.ts'
import { shopifyFeeds } from './systems/shopify.ts'
import { squareFeeds } from './systems/square.ts'
import { stripeFeeds } from './systems/stripe.ts'
import { typeformFeeds } from './systems/typeform.ts'
import { zendeskFeeds } from './systems/zendesk.ts'

/** The records of all systems that the sample company can have. */
export const allFeeds: readonly Feed[] = [
  ...hubspotFeeds,
  ...shopifyFeeds,
  ...squareFeeds,
  ...segmentFeeds,
  ...klaviyoFeeds,
  ...shipstationFeeds,
  ...zendeskFeeds,
  ...stripeFeeds,
  ...loyaltyFeeds,
  ...metaFeeds,
  ...callFeeds,
  ...delightedFeeds,
  ...typeformFeeds,
  ...consentFeeds,
  ...deviceFeeds,
  ...rateFeeds,
  ...marketingFeeds,
]

const { sources } = company

/** The records of the systems that the company uses. */
export const feeds = allFeeds.filter(({ entity }) => sources === 'all' || sources.includes(entity.source))
