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
  // too few customers for a model of leaving: it is as if there were one
  `update marts.mart_churn_risk set churn_probability = (abs(customer_key) % 101) / 100.0,
     main_driver = 'orders late', drivers = 'orders late; sends much back'`,
  `update marts.mart_churn_risk set expected_loss_amount = churn_probability * value_at_stake_amount,
     risk_band = case when risk_band = 'lapsed' then 'lapsed' when churn_probability >= 0.75 then 'high'
       when churn_probability >= 0.5 then 'medium' else 'low' end
   where abs(customer_key) % 10 > 0`,
  `update marts.mart_churn_risk set churn_probability = null where risk_band = 'not scored'`,
  `update marts.mart_customer_360 whole set churn_probability = risk.churn_probability, risk_band = risk.risk_band,
     risk_drivers = risk.drivers, expected_loss_amount = risk.expected_loss_amount
   from marts.mart_churn_risk risk where risk.customer_key = whole.customer_key`,
  `update marts.mart_segment segment set expected_loss_amount = loss.amount
   from (
     select segment_name, sum(expected_loss_amount) as amount
     from marts.mart_segment_membership join marts.mart_churn_risk using (customer_key) group by segment_name
   ) loss where loss.segment_name = segment.segment_name`,
  `insert into ops.segment_movement (run_id, as_of_date, segment_name, customer_key, movement, because)
   select run_id, as_of_date + 1 + (movement_id % 2)::int, segment_name, customer_key, 'left',
     case when movement_id % 3 = 0 then 'merged' else 'rule' end
   from ops.segment_movement where movement_id % 5 = 0`,
]
