import { flag, key, oneOf, sql, text, transform, unique } from '#engine'
import { channelKey } from './campaigns/marketing-channel.ts'

/**
 * The members are those that `marketing-channel.ts` assigns; a test of each fact proves that there is no other. Channels of
 * marketing say what brought somebody, channels of sales where something was bought: an order of the website that a search
 * brought has one of each.
 */
export const dim_channel = transform('warehouse.dim_channel', {
  description:
    'Channels between the company and its customers, one row for each: what brings people (marketing), and where they ' +
    'buy (sales). The unknown member -1, and -2 where no channel applies.',
  grain: ['channel_key'],
  columns: {
    channel_key: key('The channel; -1 is unknown, -2 not applicable'),
    channel_name: text('Name, such as paid search or store'),
    channel_type: oneOf('What it is a channel of', ['marketing', 'sales', 'unknown', 'not applicable']),
    channel_group: text('Paid, owned, earned or direct for marketing; online or offline for sales'),
    is_paid: flag('Whether the company pays for each contact'),
    assigned_by: text('What assigns it, in words'),
  },
  tests: [unique('channel_name')],
  unknownMember: {
    channel_key: -1,
    channel_name: 'unknown',
    channel_type: 'unknown',
    channel_group: 'unknown',
    is_paid: false,
    assigned_by: 'nothing says',
  },
  notApplicableMember: {
    channel_key: -2,
    channel_name: 'not applicable',
    channel_type: 'not applicable',
    channel_group: 'not applicable',
    is_paid: false,
    assigned_by: 'no channel applies',
  },
  query: sql`
    select
      ${channelKey(sql`channel_name`)} as channel_key,
      channel_name,
      channel_type,
      channel_group,
      channel_group = 'paid' as is_paid,
      assigned_by
    from (values
      ('direct', 'marketing', 'direct', 'no tag, and no referrer but own hosts and pages of payment'),
      ('organic search', 'marketing', 'earned', 'a search engine as the referrer, or the medium organic'),
      ('paid search', 'marketing', 'paid', 'a paid medium, and a search engine as the source'),
      ('organic social', 'marketing', 'earned', 'a social network as the referrer or source, or the medium social'),
      ('paid social', 'marketing', 'paid', 'a paid medium, and a social network as the source'),
      ('paid other', 'marketing', 'paid', 'a paid medium, and any other source'),
      ('display', 'marketing', 'paid', 'the medium display, banner or similar'),
      ('affiliate', 'marketing', 'paid', 'the medium affiliate or partner, or an affiliate network as the referrer'),
      ('email', 'marketing', 'owned', 'the medium email, a mail tool as the source, or webmail as the referrer'),
      ('sms', 'marketing', 'owned', 'the medium or source sms'),
      ('push', 'marketing', 'owned', 'a medium with push or notification'),
      ('messenger', 'marketing', 'owned', 'a message in a messenger such as WhatsApp'),
      ('referral', 'marketing', 'earned', 'any other site as the referrer, or the medium referral'),
      ('offline', 'marketing', 'owned', 'the medium qr, print, flyer, catalogue, tv or radio'),
      ('other campaign', 'marketing', 'owned', 'a tag that no rule recognises'),
      ('website', 'sales', 'online', 'an order of the web shop'),
      ('app', 'sales', 'online', 'an order of the app'),
      ('marketplace', 'sales', 'online', 'an order of a marketplace'),
      ('store', 'sales', 'offline', 'an order at a till'),
      ('phone', 'sales', 'offline', 'an order by telephone'),
      ('other sales', 'sales', 'offline', 'an order whose source has another word for its channel')
    ) channel(channel_name, channel_type, channel_group, assigned_by)`,
})
