import { every, id, integer, oneOf, sql, text, transform } from '#engine'
import { campaign } from '../canonical/campaign.ts'
import { consent } from '../canonical/consent.ts'
import { profile } from '../canonical/profile.ts'
import { survey_response } from '../canonical/survey_response.ts'
import { touchpoint } from '../canonical/touchpoint.ts'
import { stg_typeform__answers } from '../staging/typeform/stg_typeform__answers.ts'

/** What is not understood is kept, counts nowhere, and is here, so that somebody can say what it means. */
export const mart_not_understood = transform('marts.mart_not_understood', {
  description: 'What sources say that is not understood, and how many records say it.',
  grain: ['source', 'kind', 'subject'],
  columns: {
    source: id('Source system'),
    kind: oneOf('What is not understood', [
      'word of a consent',
      'question of an unknown kind',
      'score on an unknown scale',
      'event of an unknown kind',
      'campaign in an unknown state',
      'contact that identifies nobody',
    ]),
    subject: text('The purpose of the consent, the question, or the channel'),
    example: text('One of the values').orNull().pii('free text'),
    record_count: integer('Records that say it'),
    remedy: text('What to do'),
  },
  query: sql`
    with found as (
      select
        source,
        'word of a consent' as kind,
        purpose as subject,
        evidence as example,
        'it allows nothing; name the word in the staging transform of the source' as remedy
      from ${every(consent)}
      where status = 'unknown'
      union all
      select
        'typeform',
        'question of an unknown kind',
        coalesce(question, question_id),
        coalesce(answer_number::text, answer_text),
        'it is no score and no comment; load responses from the API or the webhook, which give the kind'
      from ${stg_typeform__answers}
      where question_type = 'unknown'
      union all
      select
        source,
        'score on an unknown scale',
        coalesce(question, survey_id, survey_type),
        score::text,
        'scores of different scales cannot be compared; load the survey with its scale'
      from ${every(survey_response)}
      where score is not null and scale_max is null
      union all
      select
        source,
        'event of an unknown kind',
        coalesce(channel, 'any channel'),
        campaign_name,
        'load the kinds of events of the source'
      from ${every(touchpoint)}
      where touchpoint_type = 'unknown'
      union all
      select
        source,
        'campaign in an unknown state',
        campaign_type,
        campaign_name,
        'name the state in the staging transform of the source'
      from ${every(campaign)}
      where status = 'unknown'
      union all
      select
        source,
        'contact that identifies nobody',
        contact.subject,
        null,
        'invented and withheld contacts join nobody; correct them in the source'
      from ${every(profile)}
      cross join lateral (values ('email', email_kind), ('phone', phone_kind)) as contact(subject, kind)
      where contact.kind = 'junk'
    )
    select
      source,
      kind,
      left(subject, 500) as subject,
      min(example) as example,
      count(*)::integer as record_count,
      min(remedy) as remedy
    from found
    group by source, kind, left(subject, 500)`,
})
