import { canonical, decimal, id, instant, integer, key, oneOf, recordKey, text } from '#engine'

/** One score, or a comment without a score. A comment is kept with the first score of its response. */
export const survey_response = canonical('survey_response', {
  description: 'An answer to a survey question, as one source has it',
  columns: {
    survey_response_key: key('Surrogate key of the answer'),
    record_key: recordKey('Profile record of the person').orNull(),
    source: id('Source system'),
    response_id: id('Identifier of the response in its source'),
    survey_id: id('Survey or form').orNull(),
    case_key: key('Case that it is about').orNull().notPersonal('numbered by the source, not by the person'),
    agent_id: id('Agent whose help it is about, in its source')
      .orNull()
      .notPersonal('somebody who works for the company'),
    survey_type: oneOf('Kind of survey; feedback is a comment without a score', [
      'nps',
      'csat',
      'ces',
      'other',
      'feedback',
    ]),
    question: text('The question, if the source has it').orNull().notPersonal('asked by the company'),
    score: decimal('Score that the person gave').orNull(),
    scale_min: integer('Lowest possible score').orNull(),
    scale_max: integer('Highest possible score').orNull(),
    comment: text('Comment of the person').orNull().pii('free text'),
    responded_at: instant('When the person answered'),
    updated_at: instant('When the answer last changed').orNull(),
  },
})
