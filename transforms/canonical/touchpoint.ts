import { canonical, flag, id, instant, key, recordKey, text } from '#engine'

/** One contact between marketing and a person, in either direction. */
export const touchpoint = canonical('touchpoint', {
  description: 'A marketing message, its outcome, or the reaction of the person to it, as one source has it',
  columns: {
    touchpoint_key: key('Surrogate key of the touchpoint'),
    record_key: recordKey('Profile record of the person').orNull(),
    campaign_key: key('Campaign that it belongs to').orNull(),
    source: id('Source system'),
    touchpoint_id: id('Identifier in its source'),
    touchpoint_type: text(
      'delivered, bounced, dropped, opened, clicked, subscribed, unsubscribed, complained or unknown',
    ),
    channel: text('email, sms, push …').orNull(),
    message_id: id('Message that it is about, in its source')
      .orNull()
      .notPersonal('numbered by the source, not by the person'),
    campaign_name: text('Name of the campaign at that moment')
      .orNull()
      .notPersonal('chosen by the company, not by the customer'),
    subject: text('Subject of the message').orNull(),
    url: text('Page of the link that was clicked, without its query string').orNull(),
    detail: text('More about the outcome, such as hard or soft bounce').orNull(),
    is_automatic: flag('Whether software did it, such as a mail program that opens every message'),
    occurred_at: instant('When it happened'),
  },
})
