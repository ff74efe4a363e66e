import { id, instant, key, type Sql, sql, text, transform, value } from '#engine'
import { typeform } from '../../sources/typeform/typeform.ts'
import { firstValue } from '../first-value.ts'
import { knownEmail, knownPhone, personKey } from '../person-key.ts'

/** The words of a question about somebody else's address, as in a referral. */
const aboutOthers = value(
  '\\m(friends?|colleagues?|partner|spouse|someone|somebody|their|his|her|manager|recipient|referr?\\w*|invite\\w*)\\M',
)
const first = (column: Sql) => firstValue(column, sql`position`)

/**
 * Hidden fields of the link that was sent are trusted more than what people typed. Without either, the person is
 * unknown. Of several addresses, the first one counts that is not an answer about somebody else.
 */
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
    with answers as (
      select
        response.token as response_id,
        answer.position,
        answer.text,
        answer.field ->> 'type' as question_type,
        case when not coalesce(question.text ~* ${aboutOthers}, false) then answer.email end as email,
        case when not coalesce(question.text ~* ${aboutOthers}, false) then answer.phone_number end as phone
      from ${typeform.responses} response
      cross join lateral rows from (
        jsonb_to_recordset(nullif(response.answers, 'null')) as (
          field jsonb, text text, email text, phone_number text
        )
      ) with ordinality as answer(field, text, email, phone_number, position)
      cross join lateral (
        select
          coalesce(
            jsonb_path_query_first(
              response.definition,
              '$.fields[*] ? (@.id == $id).title',
              jsonb_build_object('id', answer.field -> 'id')
            ) #>> '{}',
            answer.field ->> 'title',
            answer.field ->> 'ref'
          ) as text
      ) question
    ),
    respondents as (
      select
        response_id,
        ${first(sql`email`)} as email,
        ${first(sql`phone`)} as phone,
        string_agg(
          nullif(trim(text), ''), chr(10)
          order by position
        ) filter (where question_type = 'long_text') as comment
      from answers
      group by response_id
    ),
    typed as (
      select
        response.token as response_id,
        nullif(response.form_id, '') as form_id,
        coalesce(
          ${knownEmail(sql`response.hidden ->> 'email'`)},
          ${knownEmail(sql`respondents.email`)}
        ) as email,
        coalesce(
          ${knownPhone(sql`response.hidden ->> 'phone'`)},
          ${knownPhone(sql`respondents.phone`)}
        ) as phone,
        nullif(
          trim(
            coalesce(
              response.hidden ->> 'name',
              concat_ws(' ', response.hidden ->> 'first_name', response.hidden ->> 'last_name')
            )
          ),
          ''
        ) as full_name,
        respondents.comment,
        response.landed_at::timestamptz as landed_at,
        response.submitted_at::timestamptz as submitted_at
      from ${typeform.responses} response
      left join respondents on respondents.response_id = response.token
    )
    select
      response_id,
      ${personKey('typeform', 'respondent', sql`coalesce(email, phone)`)} as record_key,
      form_id,
      email,
      phone,
      full_name,
      comment,
      landed_at,
      submitted_at
    from typed`,
})
