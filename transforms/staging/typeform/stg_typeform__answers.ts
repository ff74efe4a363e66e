import { decimal, id, integer, sql, text, transform } from '#engine'
import { typeform } from '../../sources/typeform/typeform.ts'

/**
 * A webhook includes the form, and so the scale of a question. Otherwise Typeform's defaults apply: a rating has 5 steps
 * and an opinion scale goes from 0 to 10. A rating above 5 must have 10 steps.
 */
export const stg_typeform__answers = transform('staging.stg_typeform__answers', {
  description: 'Answers to the questions of forms, one in each row.',
  grain: ['response_id', 'position'],
  columns: {
    response_id: id('Response in Typeform'),
    position: integer('Position of the answer in the response, from 1'),
    question_id: id('Question in Typeform'),
    question: text('Text of the question, or its name').orNull(),
    question_type: text('rating, opinion_scale, nps, long_text …'),
    answer_number: decimal('Answer, if it is a number').orNull(),
    answer_text: text('Answer, if it is text or a choice').orNull().pii('free text'),
    scale_min: integer('Lowest possible score').orNull(),
    scale_max: integer('Highest possible score').orNull(),
  },
  query: sql`
    with answers as (
      select
        response.token as response_id,
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
        case question_type
          when 'nps' then 0
          when 'rating' then 1
          when 'opinion_scale' then coalesce(from_one, false)::integer
        end as scale_min
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
      scale_min,
      case question_type
        when 'nps' then 10
        when 'rating' then coalesce(steps, case when number > 5 then 10 else 5 end)
        when 'opinion_scale' then scale_min + coalesce(steps, 11) - 1
      end as scale_max
    from scaled`,
})
