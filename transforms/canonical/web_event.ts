import { canonical, decimal, id, instant, json, key, oneOf, recordKey, text } from '#engine'

/** An app says what system it runs on, which does not tell a phone from a tablet; then the device is unknown. */
export const deviceTypes = ['desktop', 'phone', 'tablet', 'other', 'unknown'] as const

/** A visitor who is logged in has a record other than the browser's: then `record_key` and `visitor_key` differ. */
export const web_event = canonical('web_event', {
  description: 'A page or screen view or an action on a website or in an app, as one source has it',
  columns: {
    event_key: key('Surrogate key of the event'),
    record_key: recordKey('Profile record of the visitor, named or anonymous').orNull(),
    visitor_key: recordKey(
      'Profile record of the browser or installed app; the same as that of an anonymous visitor',
    ).orNull(),
    source: id('Source system'),
    event_id: id('Identifier of the event in its source'),
    event_type: text('page, screen or action'),
    event_name: text('Name of the action, page or screen').orNull(),
    occurred_at: instant('When it happened'),
    channel: oneOf('Where it happened', ['web', 'app', 'server']),
    device_type: oneOf('Kind of device, as the event or the browser says', deviceTypes).notPersonal(
      'many people use such a device',
    ),
    visitor_id: id('Browser or installed app').orNull().pii('identifier'),
    page_host: text('Host of the page').orNull().notPersonal('a host of the shop'),
    page_path: text('Path of the page, without its query string')
      .orNull()
      .notPersonal('a page of the shop, without its query string'),
    referrer_host: text('Host of the page that the visitor came from')
      .orNull()
      .notPersonal('a site, not a visitor'),
    campaign_source: text('utm_source of the link that brought the visitor')
      .orNull()
      .notPersonal('chosen by the company, not by the customer'),
    campaign_medium: text('utm_medium of that link')
      .orNull()
      .notPersonal('chosen by the company, not by the customer'),
    campaign_name: text('utm_campaign of that link')
      .orNull()
      .notPersonal('chosen by the company, not by the customer'),
    order_id: id('Order that it is about, in the shop')
      .orNull()
      .notPersonal('numbered by the source, not by the person'),
    product_id: id('Product that it is about, in the shop')
      .orNull()
      .notPersonal('numbered by the source, not by the person'),
    value: decimal('Value of the action, in its currency').orNull(),
    currency: id('Currency of the value, ISO 4217').orNull().notPersonal('an ISO 4217 code'),
    properties: json('All other properties of the event').orNull().pii('free text'),
  },
})
