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
  `insert into marts.mart_identity_quality
     (evaluation_key, evaluation_id, evaluated_at, measured_against, part, label, threshold, is_in_use, precision, recall, f1,
      bcubed_precision, bcubed_recall, bcubed_f1, record_count, person_count, cluster_count, true_pair_count,
      joined_pair_count, correct_pair_count, shared_record_count, silent_record_count, stranger_count, stranger_join_count,
      pair_count, is_latest)
   select n, n % 2, timestamptz '2026-01-01 Z' + n * interval '9 days', 'sample company', 'threshold', n, n, n = 3, 0.9, 0.8, 0.85,
     0.7, 0.6, 0.5 + n / 100.0, 90 + n, 40, 41, 300 + n, 200 + 2 * n, 100 + n, 3, 4, 6, 2, 7, n % 2 = 1
   from generate_series(1, 9) n`,
  `insert into marts.mart_match_finding
     (model_id, finding_number, is_in_use, kind, subject, value, meaning, remedy)
   select 1, n, n = 91, 'not converged', 'name ' || n, 5000, 'it did not settle', 'give it more columns' from generate_series(90, 93) n`,
  `update warehouse.fct_campaign_responses set response_type = 'complained' where response_key % 9 = 0 and message_id is null`,
  `update warehouse.fct_campaign_responses set response_type = 'unknown' where response_key % 9 = 1 and message_id is null`,
  `update warehouse.fct_campaign_sends set outcome = 'dropped', delivered_count = 0, bounced_count = 0 where send_key % 40 = 0`,
  `update marts.mart_campaign_message set outcome = 'dropped' where send_key % 40 = 0`,
  `update warehouse.fct_sessions set is_bounce = true where session_key % 6 = 0`,
  `update warehouse.fct_consents set customer_key = -1 where consent_key % 17 = 0`,
  `update marts.mart_customer_statement set excluded_because = 'deleted' where statement_key % 11 = 0`,
  `update marts.mart_customer_statement set sentiment = null, sentiment_score = null, unscored_because = 'too short'
   where statement_key % 11 = 1`,
  `insert into marts.mart_left_out (reason, source, currency, order_count, line_count, original_amount)
   values ('test', 'shopify', 'GBP', 3, 7, 99.5), ('currency', 'shopify', 'BRL', 2, 2, 40), ('status', 'square', 'GBP', 1, 4, 8)`,
  `insert into pii.mart_not_understood (source, kind, subject, example, record_count, remedy)
   values ('typeform', 'score on an unknown scale', 'stars', 'four', 5, 'declare the scale'),
     ('klaviyo', 'event of an unknown kind', 'email', null, 2, 'report it')`,
  `insert into ops.quarantine (load_id, entity, original, reason_code, reasons, replayed_at)
   select load_id, entity, '', case when load_id % 3 = 0 then 'missing-value' else 'invalid-value' end, '[]',
     case when load_id % 4 = 0 then now() end
   from ops.loads cross join generate_series(1, 1 + (load_id % 3)::int)`,
  `update ops.test_results set failed_count = 1 + length(test) % 5, severity = case when length(test) % 2 = 0 then 'warning' else 'error' end
   where length(relation || test) % 9 = 0`,
  `update ops.tables set set_aside = (
     select jsonb_object_agg(test, failed_count) from ops.test_results r
     where r.relation = ops.tables.relation and failed_count > 0 and length(test) % 3 = 0
   ) where relation like 'staging.%' and exists (
     select from ops.test_results r where r.relation = ops.tables.relation and failed_count > 0 and length(test) % 3 = 0
   )`,
  `update warehouse.fct_case_months set is_end_known = false where case_key % 7 = 5 and ended_count = 1`,
  `update marts.mart_match_model set previous_weight = weight + 1 where level_number = 1`,
]
