import { decimal, id, integer, sql, text, transform } from '#engine'
import { typeform } from '../../sources/typeform/typeform.ts'

/**
 * The scale of a question comes from the form, which a webhook includes, or from the text of the question. Otherwise a
 * rating has the 5 steps that are Typeform's default, or 10 if any answer to the question is above 5. An opinion scale
 * can end at 5, 7 or 10: unless an answer is above 7, its scale stays unknown.
 */
export const stg_typeform__answers = transform('staging.stg_typeform__answers', {
  description: 'Answers to the questions of forms, one in each row.',
  grain: ['response_id', 'position'],
  columns: {
    response_id: id('Response in Typeform'),
    position: integer('Position of the answer in the response, from 1'),
    question_id: id('Question in Typeform').notPersonal('numbered by the source, not by the person'),
    question: text('Text of the question, or its name').orNull().notPersonal('asked by the company'),
    question_type: text(
      'rating, opinion_scale, nps, long_text …; unknown if an export does not say',
    ).notPersonal('a kind of question'),
    answer_number: decimal('Answer, if it is a number').orNull(),
    answer_text: text('Answer, if it is text or a choice').orNull().pii('free text'),
    scale_min: integer('Lowest possible score; null if it is not known').orNull(),
    scale_max: integer('Highest possible score; null if it is not known').orNull(),
  },
  query: sql`
    with answers as (
      select
        response.token as response_id,
        response.form_id,
        answer.position::integer as position,
        answer.field ->> 'id' as question_id,
        answer.field ->> 'type' as question_type,
        answer.number,
        coalesce(form_question.title, answer.field ->> 'title', answer.field ->> 'ref') as question,
        coalesce(
          answer.text,
          answer.choice ->> 'label',
          answer.choice ->> 'other',
          chosen.labels,
          answer.boolean::text
        ) as answer_text,
        (form_question.properties ->> 'steps')::integer as steps,
        (form_question.properties ->> 'start_at_one')::boolean as from_one
      from ${typeform.responses} response
      cross join lateral rows from (
        jsonb_to_recordset(nullif(response.answers, 'null')) as (
          field jsonb, number numeric, text text, boolean boolean, choice jsonb, choices jsonb
        )
      ) with ordinality as answer(field, number, text, boolean, choice, choices, position)
      left join lateral (
        select
          title,
          properties
        from jsonb_to_recordset(response.definition -> 'fields') as question(
          id text, title text, properties jsonb
        )
        where id = answer.field ->> 'id'
        limit 1
      ) form_question on true
      left join lateral (
        select string_agg(label, ', ') as labels
        from jsonb_array_elements_text(answer.choices -> 'labels') as label
      ) chosen on true
    ),
    scaled as (
      select
        *,
        max(number) over (partition by form_id, question_id) as highest,
        regexp_match(question, '(?:^|[^0-9])([01]) ?(?:-|–|to) ?(5|7|10)(?:[^0-9]|$)', 'i') as named_range,
        substring(question from '(?i)out of (5|7|10)(?:[^0-9]|$)')::integer as named_top
      from answers
    )
    select
      response_id,
      position,
      question_id,
      question,
      question_type,
      number as answer_number,
      answer_text,
      case
        when question_type = 'nps' then 0
        when question_type not in ('rating', 'opinion_scale') then null
        when steps is not null then (question_type = 'rating' or coalesce(from_one, false))::integer
        when named_range is not null then named_range[1]::integer
        when question_type = 'rating' then 1
        when highest > 7 and named_top is null then 0
      end as scale_min,
      case
        when question_type = 'nps' then 10
        when question_type not in ('rating', 'opinion_scale') then null
        when steps is not null
          then steps - 1 + (question_type = 'rating' or coalesce(from_one, false))::integer
        when named_range is not null then named_range[2]::integer
        when named_top is not null then named_top
        when question_type = 'rating' then case when highest > 5 then 10 else 5 end
        when highest > 7 then 10
      end as scale_max
    from scaled`,
})
