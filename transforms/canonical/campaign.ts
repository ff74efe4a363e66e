import { canonical, flag, id, instant, key, oneOf, text } from '#engine'

/** What marketing plans, sends and pays for as one unit. */
export const campaign = canonical('campaign', {
  description: 'A marketing campaign or an automated flow of messages, as one source has it',
  columns: {
    campaign_key: key('Surrogate key of the campaign'),
    source: id('Source system'),
    campaign_id: id('Identifier of the campaign in its source'),
    campaign_type: text(
      'campaign: sent once to many people; flow: sent to one person when something happens',
    ),
    campaign_name: text('Name of the campaign'),
    status: oneOf('Its state', ['draft', 'scheduled', 'sending', 'sent', 'cancelled', 'running', 'unknown']),
    created_at: instant('When it was created').orNull(),
    started_at: instant('When its first message was sent, or will be').orNull(),
    updated_at: instant('When it last changed').orNull(),
    is_archived: flag('Whether it is archived'),
  },
})
