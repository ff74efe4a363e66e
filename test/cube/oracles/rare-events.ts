/**
 * What the small sample company never sees, so that no measure of it is only compared as zero. It changes rows of the
 * copy that the oracles read, as Cube does.
 */
export const rareEvents = [
  `update warehouse.fct_support_cases set is_open = true, solved_at = null, solution_minutes = null
   where case_key % 7 = 0`,
  `update warehouse.fct_support_cases set agent_key = -2 where case_key % 14 = 0`,
  `update warehouse.fct_support_cases set reopen_count = 2 where case_key % 7 = 1`,
  `update warehouse.fct_support_cases set excluded_because = 'deleted' where case_key % 7 = 2`,
  `update warehouse.fct_support_cases set first_reply_minutes = 3000 where case_key % 7 = 3`,
  `update warehouse.fct_calls set direction = 'outbound' where call_key % 5 = 0`,
  `update warehouse.fct_calls set is_internal = true where call_key % 5 = 1`,
  `update warehouse.fct_calls set hold_seconds = 40 where call_key % 2 = 0`,
  `update warehouse.fct_survey_responses set survey_type = 'ces' where survey_type = 'csat' and survey_response_key % 3 = 0`,
]
