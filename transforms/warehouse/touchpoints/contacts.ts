import { sql } from '#engine'
import { callsTouchpoints } from './calls.ts'
import { campaignResponsesTouchpoints, campaignSendsTouchpoints } from './campaigns.ts'
import { casesTouchpoints } from './cases.ts'
import { checkoutsTouchpoints } from './checkouts.ts'
import { consentsTouchpoints } from './consents.ts'
import { dealsTouchpoints } from './deals.ts'
import { devicesTouchpoints } from './devices.ts'
import { loyaltyTouchpoints } from './loyalty.ts'
import { ordersTouchpoints } from './orders.ts'
import { paymentsTouchpoints } from './payments.ts'
import { returnsTouchpoints } from './returns.ts'
import { sessionsTouchpoints } from './sessions.ts'
import { shipmentTouchpoints } from './shipments.ts'
import { socialMessagesTouchpoints } from './social-messages.ts'
import { subscriptionsTouchpoints } from './subscriptions.ts'
import { supportMessagesTouchpoints } from './support-messages.ts'
import { surveysTouchpoints } from './surveys.ts'

export const processes = [
  callsTouchpoints,
  campaignSendsTouchpoints,
  campaignResponsesTouchpoints,
  casesTouchpoints,
  checkoutsTouchpoints,
  consentsTouchpoints,
  dealsTouchpoints,
  devicesTouchpoints,
  loyaltyTouchpoints,
  ordersTouchpoints,
  paymentsTouchpoints,
  returnsTouchpoints,
  sessionsTouchpoints,
  shipmentTouchpoints,
  socialMessagesTouchpoints,
  subscriptionsTouchpoints,
  supportMessagesTouchpoints,
  surveysTouchpoints,
]

/** The contacts of all processes. A process that is missing here is missing in the timeline; a test looks for that. */
export const contacts = processes
  .map((one) => sql`(${one})`)
  .reduce(
    (all, one) => sql`${all}
      union all
      ${one}`,
  )
