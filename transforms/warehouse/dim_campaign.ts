import { flag, id, instant, key, list, oneOf, sql, text, transform } from '#engine'
import { campaign } from '../canonical/campaign.ts'
import { bdg_session_event } from './bdg_session_event.ts'
import { campaignTags, knownCampaigns } from './campaigns/campaign-tags.ts'

/**
 * A utm_campaign is a campaign of its own only if no source has one of that name or id. If two campaigns have the same name,
 * the tag names neither, and it is a campaign of its own: nothing says which of the two is meant. A campaign that messages
 * name before the source's own record is loaded has a row, and gets the rest when that arrives (type 1).
 */
export const dim_campaign = transform('warehouse.dim_campaign', {
  description:
    'Campaigns, automated flows and advertising, one row for each as one source has it, and one for each utm_campaign that ' +
    'only links name. The unknown member -1, and -2 where there is no campaign.',
  grain: ['campaign_key'],
  columns: {
    campaign_key: key('The campaign; -1 is unknown, -2 stands for no campaign'),
    source: id("Source system; 'links' for a campaign that only links name"),
    campaign_id: id('Identifier of the campaign in that source'),
    campaign_name: text('Name'),
    campaign_type: text(
      'campaign: sent once to many people; flow: sent to one person when something happens; advertising; link: only links name it',
    ),
    status: oneOf('Its state', [...(campaign.columns.status.values ?? []), 'not applicable']),
    tags: list('Values of utm_campaign that mean this campaign and no other, in lower case'),
    created_at: instant('When it was created').orNull(),
    started_at: instant('When its first message was sent, or will be').orNull(),
    is_archived: flag('Whether it is archived'),
    is_inferred: flag('Whether only messages or links name it, and no source has a record of it'),
  },
  unknownMember: {
    campaign_key: -1,
    source: 'unknown',
    campaign_id: 'unknown',
    campaign_name: 'unknown',
    campaign_type: 'unknown',
    status: 'unknown',
    is_archived: false,
    is_inferred: false,
  },
  notApplicableMember: {
    campaign_key: -2,
    source: 'not applicable',
    campaign_id: 'not applicable',
    campaign_name: 'no campaign',
    campaign_type: 'not applicable',
    status: 'not applicable',
    is_archived: false,
    is_inferred: false,
  },
  query: sql`
    with campaigns as (${knownCampaigns}),
    tags as (${campaignTags}),
    tags_of_campaigns as (
      select
        campaign_key,
        array_agg(tag order by tag) as tags
      from tags
      group by campaign_key
    ),
    links as (
      select
        lower(trim(campaign_name)) as tag,
        min(occurred_at) as started_at
      from ${bdg_session_event}
      where campaign_name is not null
      group by 1
    )
    select
      campaign_key,
      source,
      campaign_id,
      campaign_name,
      campaign_type,
      status,
      coalesce(tags, '{}') as tags,
      created_at,
      started_at,
      is_archived,
      is_inferred
    from campaigns
    left join tags_of_campaigns using (campaign_key)
    union all
    select
      ops.key_of('links', 'campaign', tag),
      'links',
      tag,
      tag,
      'link',
      'unknown',
      array[tag],
      null,
      started_at,
      false,
      true
    from links
    where not exists (select from tags where tags.tag = links.tag)`,
})
