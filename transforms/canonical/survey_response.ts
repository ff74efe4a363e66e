import { canonical, decimal, id, instant, integer, key, oneOf, text } from '#engine'

/** One score a person gave, or a comment without any. A comment stands with the first score of its response. */
export const survey_response = canonical('survey_response', {
  description: 'What a person answered when asked for their opinion, as one source has it',
  columns: {
    survey_response_key: key('Surrogate key of the answer'),
    record_key: key('Profile record of the person').orNull(),
    source: id('Source system'),
    response_id: id('Identifier of the response in its source'),
    survey_id: id('Survey, form or question set').orNull(),
    survey_type: oneOf('Kind of survey; feedback is a comment without a score', [
      'nps',
      'csat',
      'ces',
      'other',
      'feedback',
    ]),
    question: text('What was asked, as far as the source says').orNull(),
    score: decimal('Score as it was given').orNull(),
    scale_min: integer('Lowest score that could be given').orNull(),
    scale_max: integer('Highest score that could be given').orNull(),
    comment: text('What the person wrote').orNull().pii('free text'),
    responded_at: instant('When the person answered'),
    updated_at: instant('When the answer last changed').orNull(),
  },
})
