import { id, instant, key, sql, text, transform } from '#engine'
import { typeform } from '../../sources/typeform/typeform.ts'

/** Hidden fields of the link that was sent are trusted more than what people typed. Without either, the person is unknown. */
export const stg_typeform__responses = transform('staging.stg_typeform__responses', {
  description: 'Responses to forms, with their respondents and comments.',
  grain: ['response_id'],
  columns: {
    response_id: id('Response in Typeform'),
    record_key: key('Profile record of the person').orNull(),
    form_id: id('Form').orNull(),
    email: text('Email address of the person').orNull().pii('contact'),
    phone: text('Phone number of the person').orNull().pii('contact'),
    full_name: text('Name of the person').orNull().pii('name'),
    comment: text('Text of long-text fields').orNull().pii('free text'),
    landed_at: instant('When the form was opened'),
    submitted_at: instant('When the answers were submitted').orNull(),
  },
  query: sql`
    with typed as (
      select
        response.token as response_id,
        nullif(response.form_id, '') as form_id,
        nullif(lower(trim(coalesce(response.hidden ->> 'email', answers.email))), '') as email,
        nullif(trim(coalesce(response.hidden ->> 'phone', answers.phone)), '') as phone,
        nullif(
          trim(
            coalesce(
              response.hidden ->> 'name',
              concat_ws(' ', response.hidden ->> 'first_name', response.hidden ->> 'last_name')
            )
          ),
          ''
        ) as full_name,
        answers.comment,
        response.landed_at::timestamptz as landed_at,
        response.submitted_at::timestamptz as submitted_at
      from ${typeform.responses} response
      cross join lateral (
        select
          min(email) as email,
          min(phone_number) as phone,
          string_agg(
            nullif(trim(text), ''), chr(10)
            order by position
          ) filter (where field ->> 'type' = 'long_text') as comment
        from rows from (
          jsonb_to_recordset(nullif(response.answers, 'null')) as (
            field jsonb, text text, email text, phone_number text
          )
        ) with ordinality as answer(field, text, email, phone_number, position)
      ) answers
    )
    select
      response_id,
      ops.key_of('typeform', 'respondent', coalesce(email, phone)) as record_key,
      form_id,
      email,
      phone,
      full_name,
      comment,
      landed_at,
      submitted_at
    from typed`,
})
