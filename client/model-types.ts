// Written by `clientele model generate` from the views of the model: edit those instead.

export type Model = {
  measures: {
    /** All rows, without any condition */
    'acquisition.count': number
    /** What was spent on advertising in the period */
    'acquisition.cost': number | null
    /** Days of cost in a currency without an exchange rate, which is in no figure */
    'acquisition.unvalued_cost_count': number | null
    /** Customers who bought for the first time in the period, by the channel of their first contact */
    'acquisition.new_customer_count': number | null
    /** New customers whose first contact came by a channel that is paid for */
    'acquisition.paid_customer_count': number | null
    /** Share of new customers whose first contact came by a channel that is paid for */
    'acquisition.paid_customer_rate': number | null
    /** Marketing cost for each new customer (CAC), whether the customer came by a paid channel or not */
    'acquisition.cost_per_customer': number | null
    /** Marketing cost for each new customer of paid channels (paid CAC) */
    'acquisition.cost_per_paid_customer': number | null
    /** Net revenue of these customers to date */
    'acquisition.value': number | null
    /** Net revenue to date for each of these customers */
    'acquisition.value_per_customer': number | null
    /** Net revenue of these customers to date for each unit of marketing cost */
    'acquisition.return_on_cost': number | null
    /** New customers whose value is forecast */
    'acquisition.forecast_customer_count': number | null
    /** Net revenue to date and all that is expected, discounted, of the customers with a forecast */
    'acquisition.predicted_value': number | null
    /** Predicted value for each of the customers with a forecast (LTV) */
    'acquisition.predicted_value_per_customer': number | null
    /** Predicted value of a new customer as a multiple of the cost of a new customer */
    'acquisition.ltv_to_cac': number | null
    /** Net revenue of these customers until the end of the twelfth month after the first purchase, as a share of the cost; of the last year’s customers it is still growing */
    'acquisition.returned_in_12_months': number | null
    /** Months after the first purchase in which new customers have paid for the cost: 0, 1, 2, 3, 6, 9, 12, 18, 24 or 36; missing if they have not yet, or nothing was spent */
    'acquisition.payback_months': number | null
    /** All rows, without any condition */
    'attribution.count': number
    /** Orders that the model puts down to the channel or campaign. Missing unless one model is selected */
    'attribution.order_count': number | null
    /** First orders of customers that the model puts down to it. Missing unless one model is selected */
    'attribution.new_customer_count': number | null
    /** Net amount of the orders that the model puts down to it. Missing unless one model is selected */
    'attribution.value': number | null
    /** Orders credited in a currency without an exchange rate, whose amount is in no figure. Missing unless one model is selected */
    'attribution.unvalued_order_count': number | null
    /** Net amount for each order credited */
    'attribution.value_per_order': number | null
    /** Share of the orders before which a visit or click was seen that may be used; the others are of no channel */
    'attribution.seen_rate': number | null
    /** All rows, without any condition */
    'attribution_coverage.count': number
    /** All orders, of unknown customers too */
    'attribution_coverage.order_count': number | null
    /** Net amount of all orders */
    'attribution_coverage.value': number | null
    /** Orders before which a visit or click by marketing was seen that may be used */
    'attribution_coverage.seen_order_count': number | null
    /** Share of orders before which a visit or click by marketing was seen that may be used */
    'attribution_coverage.seen_order_rate': number | null
    /** Orders before which something was seen that may not be used, because the person had not consented */
    'attribution_coverage.no_consent_order_count': number | null
    /** Share of orders before which only something was seen that may not be used */
    'attribution_coverage.no_consent_order_rate': number | null
    /** Orders of which nobody knows who placed them, so that nothing before them can be seen */
    'attribution_coverage.unknown_customer_order_count': number | null
    /** Visits, and clicks in messages */
    'attribution_coverage.touch_count': number | null
    /** Visits and clicks before an order that attribution uses */
    'attribution_coverage.used_touch_count': number | null
    /** Share of visits and clicks that attribution uses before an order */
    'attribution_coverage.used_touch_rate': number | null
    /** Visits and clicks left out because the person refused or nobody asked */
    'attribution_coverage.no_consent_touch_count': number | null
    /** Share of visits and clicks left out because the person refused or nobody asked */
    'attribution_coverage.no_consent_touch_rate': number | null
    /** All rows, without any condition */
    'attribution_paths.count': number
    /** Journeys that went this way, with an order at the end or without */
    'attribution_paths.journey_count': number | null
    /** Journeys with an order at the end */
    'attribution_paths.order_count': number | null
    /** Journeys that ended without an order */
    'attribution_paths.lost_journey_count': number | null
    /** Share of journeys with an order at the end */
    'attribution_paths.conversion_rate': number | null
    /** Net amount of the orders */
    'attribution_paths.value': number | null
    /** Orders in a currency without an exchange rate, whose amount is in no figure */
    'attribution_paths.unvalued_order_count': number | null
    /** Net amount for each journey, with an order or without */
    'attribution_paths.value_per_journey': number | null
    /** Contacts of a journey, mean */
    'attribution_paths.touches_per_journey': number | null
    /** All rows, without any condition */
    'attribution_performance.count': number
    /** What was spent on the channel or campaign. Missing unless one model is selected */
    'attribution_performance.cost': number | null
    /** Days of cost in a currency without an exchange rate, which is in no figure. Missing unless one model is selected */
    'attribution_performance.unvalued_cost_count': number | null
    /** Orders that the model puts down to it. Missing unless one model is selected */
    'attribution_performance.order_count': number | null
    /** First orders of customers that the model puts down to it. Missing unless one model is selected */
    'attribution_performance.new_customer_count': number | null
    /** Net amount of the orders that the model puts down to it. Missing unless one model is selected */
    'attribution_performance.value': number | null
    /** Net amount for each unit of money spent (ROAS) */
    'attribution_performance.return_on_spend': number | null
    /** Cost for each first order credited (CAC) */
    'attribution_performance.cost_per_new_customer': number | null
    /** Months after their first order in which the customers of one channel and campaign have paid for its cost. Missing if several are selected together, or if they have not yet */
    'attribution_performance.payback_months': number | null
    /** All rows, without any condition */
    'attribution_removal.count': number
    /** Share of the orders after visits and clicks that would be lost without the channel. Missing unless one channel and one order of the chain are selected: effects do not add up */
    'attribution_removal.lost_order_rate': number | null
    /** Share of the value of those orders that would be lost without the channel. Missing unless one channel and one order of the chain are selected: effects do not add up */
    'attribution_removal.lost_value_rate': number | null
    /** Orders divided among channels in proportion to what would be lost without them. Missing unless one order of the chain is selected */
    'attribution_removal.order_count': number | null
    /** Net amount of the orders, divided in the same way. Missing unless one order of the chain is selected */
    'attribution_removal.value': number | null
    /** All rows, without any condition */
    'catalogue.count': number
    /** Relations that are published */
    'catalogue.relation_count': number
    /** Columns of all relations */
    'catalogue.column_count': number | null
    /** Rows of all relations */
    'catalogue.row_count': number | null
    /** All rows, without any condition */
    'catalogue_columns.count': number
    /** Columns of the relations */
    'catalogue_columns.column_count': number
    /** Columns that hold personal data */
    'catalogue_columns.personal_count': number
    /** All rows, without any condition */
    'catalogue_reads.count': number
    /** Different relations and tables of raw records that are read */
    'catalogue_reads.input_count': number
    /** Different relations that read something */
    'catalogue_reads.reader_count': number
    /** All rows, without any condition */
    'churn.count': number
    /** Customers who have ordered */
    'churn.customer_count': number
    /** Customers who ordered within the days that make a customer active (churn.activeDays in the settings, 365 unless changed) */
    'churn.active_customer_count': number
    /** Customers who ordered nothing for that long; nothing more of theirs is at stake */
    'churn.lapsed_count': number
    /** Lapsed customers as a share of customers */
    'churn.lapsed_rate': number | null
    /** Active customers whose chance to leave is 75% or more */
    'churn.high_risk_count': number
    /** Active customers whose chance to leave is from 50% to 75% */
    'churn.medium_risk_count': number
    /** Active customers whose chance to leave is below 50% */
    'churn.low_risk_count': number
    /** Active customers without a chance to leave, because the model is not good enough to be used */
    'churn.not_scored_count': number
    /** Active customers whose chance to leave is known */
    'churn.scored_count': number
    /** How many active customers are expected to leave, the sum of their chances */
    'churn.expected_leavers': number | null
    /** Expected leavers as a share of the active customers with a risk */
    'churn.expected_churn_rate': number | null
    /** What active customers spend in the time that the settings call leaving, going by the last year */
    'churn.value_at_stake': number | null
    /** Part of the value at stake that is expected to be lost: the chance of each customer to leave times their value at stake */
    'churn.value_at_risk': number | null
    /** Value at risk as a share of the value at stake */
    'churn.value_at_risk_rate': number | null
    /** Days from the last order to the day of the figures, mean of the customers */
    'churn.average_days_since_last_order': number | null
    /** All rows, without any condition */
    'churn_backtest.count': number
    /** Customers of whom it was predicted whether they leave; missing unless it is asked for one predictor and population */
    'churn_backtest.customer_count': number | null
    /** Of these, those who left; missing unless it is asked for one predictor and population */
    'churn_backtest.left_count': number | null
    /** Chance that one who left was given a higher risk than one who stayed; 0.5 is chance; missing unless it is asked for one predictor and population */
    'churn_backtest.auc': number | null
    /** Mean squared difference between risk and outcome; lower is better; missing unless it is asked for one predictor and population */
    'churn_backtest.brier_score': number | null
    /** Mean of -ln of the probability of what happened; lower is better; missing unless it is asked for one predictor and population */
    'churn_backtest.log_loss': number | null
    /** How many times more customers left among the tenth at the highest risk than among all; missing unless it is asked for one predictor and population */
    'churn_backtest.top_tenth_lift': number | null
    /** 1 if risks are neither too extreme (below) nor too timid (above); missing unless it is asked for one predictor and population */
    'churn_backtest.calibration_slope': number | null
    /** How much lower the log loss of the model is; missing unless it is asked for one predictor and population */
    'churn_backtest.model_advantage': number | null
    /** Lower end of the 95 % interval of that: above 0, chance does not explain it; missing unless it is asked for one predictor and population */
    'churn_backtest.model_advantage_lower': number | null
    /** Leavers as a share of these customers; missing unless it is asked for one predictor and population */
    'churn_backtest.leaving_rate': number | null
    /** All rows, without any condition */
    'churn_calibration.count': number
    /** Active customers of the later period, with a fraction where equal risks are divided */
    'churn_calibration.customer_count': number | null
    /** Of these, those who left */
    'churn_calibration.left_count': number | null
    /** How many of them were predicted to leave */
    'churn_calibration.predicted_leavers': number | null
    /** Predicted leavers as a share of the customers */
    'churn_calibration.predicted_rate': number | null
    /** Leavers as a share of the customers */
    'churn_calibration.observed_rate': number | null
    /** Share of all leavers who are in this tenth or one of higher risk; missing unless it is asked for one tenth */
    'churn_calibration.captured_share': number | null
    /** All rows, without any condition */
    'churn_drivers.count': number
    /** What one standard deviation more adds to the log-odds of leaving; above 0, it goes with leaving; missing unless it is asked for one feature */
    'churn_drivers.effect': number | null
    /** Lower end of the 95 % interval of the effect; missing unless it is asked for one feature */
    'churn_drivers.effect_lower': number | null
    /** Upper end of the 95 % interval of the effect; missing unless it is asked for one feature */
    'churn_drivers.effect_upper': number | null
    /** What the odds of leaving are multiplied by for one more; missing if the feature is left out; missing unless it is asked for one feature */
    'churn_drivers.odds_ratio': number | null
    /** Mean of the feature among the customers that the model learnt from; missing unless it is asked for one feature */
    'churn_drivers.mean': number | null
    /** All rows, without any condition */
    'customer_360.count': number
    /** People and organisations: those who have bought and those who have not */
    'customer_360.party_count': number
    /** People and organisations who have bought */
    'customer_360.customer_count': number
    /** People and organisations who have not bought */
    'customer_360.prospect_count': number
    /** Customers and prospects who are people */
    'customer_360.person_count': number
    /** Customers and prospects that are organisations */
    'customer_360.organisation_count': number
    /** Single records of somebody who may be counted already, so they are not counted again */
    'customer_360.unconfirmed_count': number
    /** Records about somebody that nothing names, such as the consent of a visitor */
    'customer_360.anonymous_count': number
    /** Customers who ordered within the days that make a customer active (churn.activeDays in the settings, 365 unless changed) */
    'customer_360.active_customer_count': number
    /** Active customers as a share of customers */
    'customer_360.active_rate': number | null
    /** Customers with two orders or more */
    'customer_360.repeat_customer_count': number
    /** Repeat customers as a share of customers */
    'customer_360.repeat_rate': number | null
    /** Orders of known customers */
    'customer_360.total_order_count': number | null
    /** Orders for each customer, mean */
    'customer_360.orders_per_customer': number | null
    /** Net revenue from known customers to date; what nobody is known for is in the orders alone */
    'customer_360.net_revenue': number | null
    /** Net revenue to date for each customer, mean */
    'customer_360.revenue_per_customer': number | null
    /** Customers of whom it is forecast how often they will order */
    'customer_360.forecast_customer_count': number
    /** Customers of whom nothing is forecast, who are in no expected figure */
    'customer_360.no_forecast_count': number
    /** Orders expected of the customers with a forecast in 3 months */
    'customer_360.expected_orders_in_3_months': number | null
    /** Orders expected of the customers with a forecast in 12 months */
    'customer_360.expected_orders_in_12_months': number | null
    /** Orders expected of the customers with a forecast in 24 months */
    'customer_360.expected_orders_in_24_months': number | null
    /** Net revenue expected of the customers with a forecast in 3 months, not discounted */
    'customer_360.expected_value_in_3_months': number | null
    /** Net revenue expected of the customers with a forecast in 12 months, not discounted */
    'customer_360.expected_value_in_12_months': number | null
    /** Net revenue expected of the customers with a forecast in 24 months, not discounted */
    'customer_360.expected_value_in_24_months': number | null
    /** Net revenue to date and all that is expected, discounted, of customers with a forecast */
    'customer_360.predicted_value': number | null
    /** Customers of whom it is forecast what they will be worth */
    'customer_360.valued_forecast_count': number
    /** Predicted value for each customer with a forecast of value, mean */
    'customer_360.predicted_value_per_customer': number | null
    /** What active customers spend in the time that the settings call leaving, going by the last year */
    'customer_360.value_at_stake': number | null
    /** Part of the value at stake that is expected to be lost: the chance of each customer to leave times their value at stake */
    'customer_360.value_at_risk': number | null
    /** Value at risk as a share of the value at stake */
    'customer_360.value_at_risk_rate': number | null
    /** Active customers who are likely to leave */
    'customer_360.high_risk_count': number
    /** Active customers who are late with the next order by their own rhythm */
    'customer_360.late_count': number
    /** Late customers as a share of active customers */
    'customer_360.late_rate': number | null
    /** Customers of whom enough is known to judge how the relation goes */
    'customer_360.scored_health_count': number
    /** Mean health score of the customers who have one, from 0 to 100 */
    'customer_360.average_health': number | null
    /** Customers whose health score is below 40 */
    'customer_360.poor_health_count': number
    /** Customers and prospects with a cart that waits to be paid for */
    'customer_360.open_cart_count': number
    /** What is in the open carts, as far as the website says */
    'customer_360.open_cart_value': number | null
    /** Customers and prospects who agreed to marketing by email */
    'customer_360.email_consent_count': number
    /** Share of customers and prospects who agreed to marketing by email */
    'customer_360.email_consent_rate': number | null
    /** Customers and prospects who agreed to marketing by SMS */
    'customer_360.sms_consent_count': number
    /** Share of customers and prospects who agreed to marketing by SMS */
    'customer_360.sms_consent_rate': number | null
    /** Customers and prospects who agreed to measuring what they do on the website */
    'customer_360.analytics_consent_count': number
    /** Share of customers and prospects who agreed to measuring what they do on the website */
    'customer_360.analytics_consent_rate': number | null
    /** Customers and prospects who agreed to profiling */
    'customer_360.profiling_consent_count': number
    /** Share of customers and prospects who agreed to profiling */
    'customer_360.profiling_consent_rate': number | null
    /** Customers and prospects with a running subscription */
    'customer_360.subscriber_count': number
    /** What running subscriptions bring in a month */
    'customer_360.mrr': number | null
    /** Points that members have on the day of the figures */
    'customer_360.loyalty_points': number | null
    /** Customers and prospects with a request for help that somebody still has to solve */
    'customer_360.open_case_customer_count': number
    /** Customers and prospects to whom a product can be suggested */
    'customer_360.suggestion_count': number
    /** Source records of customers and prospects */
    'customer_360.source_record_count': number | null
    /** Source records for each customer or prospect */
    'customer_360.records_per_customer': number | null
    /** Customers and prospects about whom sources disagree */
    'customer_360.conflict_count': number
    /** Share of customers and prospects about whom sources disagree */
    'customer_360.conflict_rate': number | null
    /** Households of several customers */
    'customer_360.household_count': number
    /** Customers who live with another customer */
    'customer_360.household_member_count': number
    /** All rows, without any condition */
    'customer_base.count': number
    /** Known customers who had ordered by the end of the month; of several months, the mean */
    'customer_base.customer_count': number | null
    /** Known customers whose first order was in the month */
    'customer_base.new_customer_count': number | null
    /** Known customers with an order in the 12 months to the end of the month; of several months, the mean */
    'customer_base.active_customer_count': number | null
    /** Active customers without an order in the last 6 months; of several months, the mean */
    'customer_base.at_risk_customer_count': number | null
    /** Net sales in the last 12 months of active customers who have not ordered in the last 6 months; of several months, the mean */
    'customer_base.value_at_risk': number | null
    /** Share of the customers who ordered in the year before who ordered again in the 12 months to the end of the month */
    'customer_base.retention_rate': number | null
    /** Net sales to date for each known customer who has ordered */
    'customer_base.average_lifetime_value': number | null
    /** Orders of the month, also of unknown customers */
    'customer_base.order_count': number | null
    /** Sales of the month less discounts and returns, also to unknown customers */
    'customer_base.net_revenue': number | null
    /** All rows, without any condition */
    'data_quality.count': number
    /** Source entities */
    'data_quality.entity_count': number
    /** Rows in raw */
    'data_quality.row_count': number | null
    /** Records waiting in quarantine */
    'data_quality.quarantined_count': number | null
    /** Quarantined records as a share of all records */
    'data_quality.quarantine_rate': number | null
    /** Entities whose next load is late */
    'data_quality.late_count': number
    /** When the latest load finished, UTC */
    'data_quality.latest_load_at': string | null
    /** When the oldest of the last loads finished, UTC */
    'data_quality.oldest_load_at': string | null
    /** When the warehouse was last published, UTC */
    'data_quality.last_published_at': string | null
    /** All rows, without any condition */
    'data_quality_left_out.count': number
    /** Orders, returns and adjustments whose amounts are in no figure */
    'data_quality_left_out.order_count_total': number | null
    /** Lines whose amounts are in no figure */
    'data_quality_left_out.line_count_total': number | null
    /** All rows, without any condition */
    'data_quality_not_understood.count': number
    /** Records that say something that is not understood */
    'data_quality_not_understood.record_count': number | null
    /** Different things that are not understood */
    'data_quality_not_understood.subject_count': number
    /** All rows, without any condition */
    'data_quality_publications.count': number
    /** Publications of the warehouse */
    'data_quality_publications.publication_count': number
    /** When the latest was published, UTC */
    'data_quality_publications.last_published_at': string | null
    /** Seconds a build took, mean */
    'data_quality_publications.average_seconds': number | null
    /** All rows, without any condition */
    'data_quality_quarantine.count': number
    /** Records that wait in quarantine */
    'data_quality_quarantine.waiting_count': number | null
    /** Records that left quarantine because they could be read later */
    'data_quality_quarantine.replayed_count': number | null
    /** All rows, without any condition */
    'data_quality_tests.count': number
    /** Tests of the relations that are published */
    'data_quality_tests.test_count': number
    /** Tests that no row failed when they ran last */
    'data_quality_tests.passed_count': number
    /** Tests that some rows failed when they ran last: they warn, the rows were set aside, or the publication was stopped */
    'data_quality_tests.not_passed_count': number
    /** Rows that failed a test when it ran last; one that failed several is counted by each */
    'data_quality_tests.failed_row_count': number | null
    /** All rows, without any condition */
    'engagement.count': number
    /** Messages to a person; one that was tried several times is counted once */
    'engagement.sent_count': number
    /** Known people to whom messages were sent */
    'engagement.recipient_count': number
    /** Messages that were delivered */
    'engagement.delivered_count': number
    /** Messages that bounced and were not delivered */
    'engagement.bounced_count': number
    /** Messages that the sending system did not send after all */
    'engagement.dropped_count': number
    /** Share of messages that were delivered */
    'engagement.delivered_rate': number | null
    /** Share of messages that bounced */
    'engagement.bounced_rate': number | null
    /** Delivered messages that the person opened, without openings by software */
    'engagement.opened_count': number
    /** Delivered messages that only software opened */
    'engagement.software_opened_count': number
    /** Delivered messages in which the person followed a link */
    'engagement.clicked_count': number
    /** Delivered messages in which the person unsubscribed; choices in a preference centre name no message */
    'engagement.unsubscribed_count': number
    /** Delivered messages that the person reported as spam */
    'engagement.complained_count': number
    /** Share of delivered messages that the person opened */
    'engagement.opened_rate': number | null
    /** Share of delivered messages in which the person followed a link */
    'engagement.clicked_rate': number | null
    /** Share of delivered messages in which the person unsubscribed */
    'engagement.unsubscribed_rate': number | null
    /** Lower end of the 95 % interval of the share clicked (Wilson) */
    'engagement.clicked_rate_lower': number | null
    /** Upper end of the 95 % interval of the share clicked (Wilson) */
    'engagement.clicked_rate_upper': number | null
    /** Known people who opened a message */
    'engagement.opener_count': number
    /** Known people who followed a link in a message */
    'engagement.clicker_count': number
    /** All rows, without any condition */
    'engagement_consents.count': number
    /** Decisions, also those that repeat the one before */
    'engagement_consents.decision_count': number
    /** Decisions that differ from the one before */
    'engagement_consents.change_count': number
    /** Decisions that allow the purpose, and differ from the one before */
    'engagement_consents.granted_change_count': number
    /** Decisions that do not allow the purpose, and differ from the one before */
    'engagement_consents.withdrawn_change_count': number
    /** Known people with a decision that applies now */
    'engagement_consents.decided_customer_count': number
    /** Known people whose decision allows the purpose now; of several purposes, any of them */
    'engagement_consents.allowed_customer_count': number
    /** Decisions of known people that apply now: one for each person and purpose */
    'engagement_consents.current_count': number
    /** Decisions of known people that apply now and allow the purpose */
    'engagement_consents.allowed_count': number
    /** Share of the decisions that apply now which allow the purpose */
    'engagement_consents.allowed_rate': number | null
    /** Lower end of the 95 % interval of the share allowed (Wilson) */
    'engagement_consents.allowed_rate_lower': number | null
    /** Upper end of the 95 % interval of the share allowed (Wilson) */
    'engagement_consents.allowed_rate_upper': number | null
    /** Decisions of which nobody knows whose they are */
    'engagement_consents.unknown_count': number
    /** All rows, without any condition */
    'engagement_responses.count': number
    /** Responses of all kinds, each time */
    'engagement_responses.response_count': number
    /** Responses by software, such as a mail program that opens every message */
    'engagement_responses.automatic_count': number
    /** Known people who responded themselves */
    'engagement_responses.person_count': number
    /** Times that messages were opened, by people or software */
    'engagement_responses.opened_count': number
    /** Times that links were followed */
    'engagement_responses.clicked_count': number
    /** Times that people subscribed */
    'engagement_responses.subscribed_count': number
    /** Times that people unsubscribed, in a message or elsewhere */
    'engagement_responses.unsubscribed_count': number
    /** Times that messages were reported as spam */
    'engagement_responses.complained_count': number
    /** Responses that sources report with a word that is not known */
    'engagement_responses.not_understood_count': number
    /** Subscriptions less unsubscriptions */
    'engagement_responses.net_subscribed_count': number | null
    /** All rows, without any condition */
    'experience.count': number
    /** Visits to the website and in the app */
    'experience.session_count': number
    /** Browsers and installed apps that visited; a person with two of them is counted twice */
    'experience.visitor_count': number
    /** Customers and prospects of whom it is known that they visited */
    'experience.customer_count': number
    /** Visits of which it is known who the visitor is */
    'experience.known_count': number
    /** Share of visits of which it is known who the visitor is */
    'experience.known_rate': number | null
    /** Visits with one view at most and no action */
    'experience.bounce_count': number
    /** Share of visits with one view at most and no action */
    'experience.bounce_rate': number | null
    /** Pages and screens viewed */
    'experience.view_count': number | null
    /** Pages and screens for each visit */
    'experience.views_per_session': number | null
    /** Actions during the visits */
    'experience.action_count': number | null
    /** Seconds from the first to the last event that half of the visits take at most */
    'experience.median_seconds': number | null
    /** Visits during which an order was placed */
    'experience.order_session_count': number
    /** Share of visits during which an order was placed */
    'experience.conversion_rate': number | null
    /** Lower end of the 95 % interval of conversion (Wilson) */
    'experience.conversion_rate_lower': number | null
    /** Upper end of the 95 % interval of conversion (Wilson) */
    'experience.conversion_rate_upper': number | null
    /** Orders placed during the visits, as the website reports them */
    'experience.order_count': number | null
    /** Value of those orders as the website reports it; what was sold is in orders */
    'experience.order_value': number | null
    /** All rows, without any condition */
    'experience_carts.count': number
    /** Visits in which something was put into a cart, and checkouts that only the shop reports */
    'experience_carts.cart_count': number
    /** Known people with a cart */
    'experience_carts.customer_count': number
    /** Value of the carts of which the website or the shop reports it */
    'experience_carts.cart_value': number | null
    /** Carts of which the website or the shop reports the value */
    'experience_carts.valued_count': number
    /** Carts that can still be won back */
    'experience_carts.open_count': number
    /** Open carts of people whom one could remind */
    'experience_carts.known_open_count': number
    /** Value of the carts that can still be won back, as far as it is reported */
    'experience_carts.open_value': number | null
    /** Carts that nobody came back to in time */
    'experience_carts.abandoned_count': number
    /** Carts that became an order in the same visit */
    'experience_carts.ordered_in_visit_count': number
    /** Carts whose customer ordered after the visit, within the days that the settings declare */
    'experience_carts.ordered_later_count': number
    /** Carts whose customer ordered later on another device */
    'experience_carts.other_device_count': number
    /** Carts whose customer ordered later on the same device */
    'experience_carts.same_device_count': number
    /** Share of the carts ordered later on another device, of those whose device is known */
    'experience_carts.other_device_rate': number | null
    /** Share of carts that nobody came back to, of those that are no longer open */
    'experience_carts.abandoned_rate': number | null
    /** All rows, without any condition */
    'experience_funnel.count': number
    /** Attempts that took the first step; by step, they are shown at the first one */
    'experience_funnel.attempt_count': number | null
    /** Attempts that took the last step; by step, they are shown at the last one */
    'experience_funnel.completed_count': number | null
    /** Share of attempts that took the last step; not by step */
    'experience_funnel.completion_rate': number | null
    /** Attempts that took the step; of several steps, the sum over them */
    'experience_funnel.reached_count': number | null
    /** Attempts that took the step before */
    'experience_funnel.previous_count': number | null
    /** Attempts that took the first step, at each step; of several steps, the sum over them */
    'experience_funnel.entered_count': number | null
    /** Attempts that took the step before and not this one; of all steps, those that did not complete */
    'experience_funnel.dropped_count': number | null
    /** Share of the attempts that took the step, of those that took the step before */
    'experience_funnel.step_rate': number | null
    /** Share of the attempts that did not take the step, of those that took the step before */
    'experience_funnel.drop_rate': number | null
    /** Share of the attempts that took the step, of those that entered */
    'experience_funnel.reached_rate': number | null
    /** All rows, without any condition */
    'experience_paths.count': number
    /** Outcomes, each with one path of contacts before it */
    'experience_paths.contact_path_count': number | null
    /** Outcomes, each with one path of pages of the last visit before it */
    'experience_paths.page_path_count': number | null
    /** How many of these outcomes the paths would precede if they were as common before them as before outcomes of all kinds */
    'experience_paths.expected_count': number | null
    /** How much more common the paths are before these outcomes than before all: above 1, they are unusual elsewhere. Without the rows of all other paths */
    'experience_paths.lift': number | null
    /** All rows, without any condition */
    'identity.count': number
    /** Profile records of all sources */
    'identity.record_count': number
    /** People and organisations that the records were resolved to */
    'identity.customer_count': number
    /** Profile records for each customer they were resolved to */
    'identity.records_per_customer': number | null
    /** Records that something joined to others */
    'identity.joined_record_count': number
    /** Share of records that something joined to others */
    'identity.joined_rate': number | null
    /** Records that were new in the latest build of identity */
    'identity.new_record_count': number
    /** Records whose customer changed in the latest build of identity */
    'identity.changed_record_count': number
    /** All rows, without any condition */
    'identity_backlog.count': number
    /** Pairs to be reviewed, or over-shared values */
    'identity_backlog.item_count': number | null
    /** Records of the pairs, or records with the values */
    'identity_backlog.concerned_record_count': number | null
    /** All rows, without any condition */
    'identity_golden_record.count': number
    /** Values that sources give for customers */
    'identity_golden_record.value_count': number
    /** Values that are in the golden record */
    'identity_golden_record.chosen_count': number
    /** Values that were chosen although they are not valid, because there was no better one */
    'identity_golden_record.doubtful_count': number
    /** Values that are not valid */
    'identity_golden_record.invalid_count': number
    /** Attributes for which sources give several values although a person has only one */
    'identity_golden_record.conflict_count': number
    /** Days since a source last changed a record with this value, mean */
    'identity_golden_record.average_age_days': number | null
    /** All rows, without any condition */
    'identity_match_findings.count': number
    /** What is suspicious about the models, number */
    'identity_match_findings.finding_count': number
    /** All rows, without any condition */
    'identity_match_models.count': number
    /** Bits that the level adds, mean of models */
    'identity_match_models.match_weight': number | null
    /** Match weight in the previous model, mean of models */
    'identity_match_models.previous_weight': number | null
    /** Probability of the level among pairs of one person */
    'identity_match_models.m_probability': number | null
    /** Probability of the level among pairs of two people */
    'identity_match_models.u_probability': number | null
    /** Match weight of two records before they are compared */
    'identity_match_models.prior_weight': number | null
    /** Records that a model was trained on, maximum */
    'identity_match_models.trained_record_count': number | null
    /** All rows, without any condition */
    'identity_match_weights.count': number
    /** Pairs of records */
    'identity_match_weights.compared_pair_count': number | null
    /** All rows, without any condition */
    'identity_quality.count': number
    /** Share of the joined pairs that are correct */
    'identity_quality.precision': number | null
    /** Share of the true pairs that were joined */
    'identity_quality.recall': number | null
    /** Harmonic mean of precision and recall */
    'identity_quality.f1': number | null
    /** Precision by record, mean of evaluations */
    'identity_quality.bcubed_precision': number | null
    /** Recall by record, mean of evaluations */
    'identity_quality.bcubed_recall': number | null
    /** F1 by record, mean of evaluations */
    'identity_quality.bcubed_f1': number | null
    /** Pairs of records of one person */
    'identity_quality.true_pair_count': number | null
    /** Pairs that were joined */
    'identity_quality.joined_pair_count': number | null
    /** True pairs that were joined */
    'identity_quality.correct_pair_count': number | null
    /** Pairs that were missed or falsely joined for this reason */
    'identity_quality.pair_count': number | null
    /** Records whose person is known */
    'identity_quality.known_record_count': number | null
    /** People whose records these are */
    'identity_quality.person_count': number | null
    /** Customers that the records were resolved to */
    'identity_quality.cluster_count': number | null
    /** Records of several people, which are left out */
    'identity_quality.shared_record_count': number | null
    /** Records that identify nobody, which are left out */
    'identity_quality.silent_record_count': number | null
    /** People who share a name and a birthday with somebody else */
    'identity_quality.stranger_count': number | null
    /** Strangers who were joined with the person they share them with */
    'identity_quality.stranger_join_count': number | null
    /** All rows, without any condition */
    'identity_sizes.count': number
    /** Customers with that many records */
    'identity_sizes.customers_of_size': number | null
    /** Records of those customers */
    'identity_sizes.records_of_size': number | null
    /** Records of the largest customer */
    'identity_sizes.largest_cluster': number | null
    /** All rows, without any condition */
    'lifetime_value.count': number
    /** People and organisations: those who have bought and those who have not */
    'lifetime_value.party_count': number
    /** Known people and organisations who have bought */
    'lifetime_value.customer_count': number
    /** People and organisations who have not bought */
    'lifetime_value.prospect_count': number
    /** Known customers with two orders or more */
    'lifetime_value.repeat_customer_count': number
    /** Repeat customers as a share of customers */
    'lifetime_value.repeat_rate': number | null
    /** Orders of known customers */
    'lifetime_value.order_count_total': number | null
    /** Orders of known customers in currencies without an exchange rate, whose amounts are in no figure */
    'lifetime_value.unvalued_order_count_total': number | null
    /** Lifetime value of known customers */
    'lifetime_value.total_value': number | null
    /** Net revenue of unknown customers */
    'lifetime_value.unattributed_value': number | null
    /** Net revenue of known and unknown customers; agrees with the orders */
    'lifetime_value.net_revenue': number | null
    /** Value of the goods sold, before discounts and returns */
    'lifetime_value.gross_revenue': number | null
    /** Value of returned goods */
    'lifetime_value.returned_revenue': number | null
    /** Lifetime value of a customer, mean */
    'lifetime_value.average_value': number | null
    /** Lifetime value that half of the customers exceed */
    'lifetime_value.median_value': number | null
    /** Lifetime value that 90% of the customers exceed */
    'lifetime_value.p10_value': number | null
    /** Lifetime value that 75% of the customers exceed */
    'lifetime_value.p25_value': number | null
    /** Lifetime value that 25% of the customers exceed */
    'lifetime_value.p75_value': number | null
    /** Lifetime value that 10% of the customers exceed */
    'lifetime_value.p90_value': number | null
    /** Lifetime value that 5% of the customers exceed */
    'lifetime_value.p95_value': number | null
    /** Lifetime value that 1% of the customers exceed */
    'lifetime_value.p99_value': number | null
    /** Lifetime value of the best customer */
    'lifetime_value.highest_value': number | null
    /** Lifetime value of the worst customer */
    'lifetime_value.lowest_value': number | null
    /** Lifetime value of customers for each order */
    'lifetime_value.average_order_value': number | null
    /** Days since the first order of a customer, mean */
    'lifetime_value.average_tenure_days': number | null
    /** Share of the lifetime value of the whole result */
    'lifetime_value.value_share': number | null
    /** Orders of a customer, mean */
    'lifetime_value.average_order_count': number | null
    /** Customers of whom it is forecast how often they will order */
    'lifetime_value.forecast_customer_count': number
    /** Customers of whom it is forecast what they will be worth */
    'lifetime_value.valued_forecast_count': number
    /** Customers of whom only orders are forecast, so that they are in no expected amount */
    'lifetime_value.orders_only_count': number
    /** Customers of whom nothing is forecast, so that they are in no expected figure */
    'lifetime_value.no_forecast_count': number
    /** How many customers with a forecast have not left for good, going by their probabilities */
    'lifetime_value.expected_alive': number | null
    /** Share of customers with a forecast who have not left for good, going by their probabilities */
    'lifetime_value.alive_rate': number | null
    /** Orders expected of the customers with a forecast in 3 months; several on a day count once */
    'lifetime_value.expected_orders_in_3_months': number | null
    /** Orders expected of the customers with a forecast in 12 months; several on a day count once */
    'lifetime_value.expected_orders_in_12_months': number | null
    /** Orders expected of the customers with a forecast in 24 months; several on a day count once */
    'lifetime_value.expected_orders_in_24_months': number | null
    /** Net revenue expected of the customers with a forecast in 3 months, not discounted */
    'lifetime_value.expected_value_in_3_months': number | null
    /** Net revenue expected of the customers with a forecast in 12 months, not discounted */
    'lifetime_value.expected_value_in_12_months': number | null
    /** Net revenue expected of the customers with a forecast in 24 months, not discounted */
    'lifetime_value.expected_value_in_24_months': number | null
    /** Net revenue expected in 12 months for each customer with a forecast of value, mean */
    'lifetime_value.expected_value_per_customer': number | null
    /** Lower end of the 95% interval of what one customer is worth in 12 months, mean of the customers with a forecast of value. That of all together is far narrower */
    'lifetime_value.expected_value_per_customer_lower': number | null
    /** Upper end of the 95% interval of what one customer is worth in 12 months, mean of the customers with a forecast of value. That of all together is far narrower */
    'lifetime_value.expected_value_per_customer_upper': number | null
    /** Net revenue of all future orders that is expected, discounted by the yearly rate of the settings */
    'lifetime_value.residual_value': number | null
    /** Net revenue to date and residual value of the customers with a forecast of value */
    'lifetime_value.predicted_value': number | null
    /** Residual value as a share of the predicted value */
    'lifetime_value.residual_share': number | null
    /** Predicted value of a customer with a forecast of value, mean */
    'lifetime_value.average_predicted_value': number | null
    /** Predicted value that half of the customers exceed */
    'lifetime_value.median_predicted_value': number | null
    /** Predicted value that 90% of the customers exceed */
    'lifetime_value.p10_predicted_value': number | null
    /** Predicted value that 75% of the customers exceed */
    'lifetime_value.p25_predicted_value': number | null
    /** Predicted value that 25% of the customers exceed */
    'lifetime_value.p75_predicted_value': number | null
    /** Predicted value that 10% of the customers exceed */
    'lifetime_value.p90_predicted_value': number | null
    /** Predicted value that 5% of the customers exceed */
    'lifetime_value.p95_predicted_value': number | null
    /** Predicted value that 1% of the customers exceed */
    'lifetime_value.p99_predicted_value': number | null
    /** All rows, without any condition */
    'lifetime_value_backtest.count': number
    /** Customers who had bought before the holdout; missing if several methods are asked for at once */
    'lifetime_value_backtest.customer_count': number | null
    /** Orders that the method predicted of all customers for the holdout; missing if several methods are asked for at once */
    'lifetime_value_backtest.predicted_orders': number | null
    /** Orders of these customers in the holdout; missing if several methods are asked for at once */
    'lifetime_value_backtest.actual_orders': number | null
    /** Predicted less actual orders, as a share of the actual; above 0 if too much was predicted; missing for several methods at once */
    'lifetime_value_backtest.orders_bias_share': number | null
    /** Mean of the differences between predicted and actual orders of a customer, without their sign; missing for several methods at once */
    'lifetime_value_backtest.orders_mae': number | null
    /** Root of the mean square difference between predicted and actual orders of a customer, by which models are chosen; missing for several methods at once */
    'lifetime_value_backtest.orders_rmse': number | null
    /** How well the method ranks customers by orders: 1 if perfectly, 0 if at random; missing for several methods or groups at once */
    'lifetime_value_backtest.orders_gini': number | null
    /** Net value that the method predicted of all customers for the holdout; missing if several methods are asked for at once */
    'lifetime_value_backtest.predicted_value': number | null
    /** Net value of these customers in the holdout; missing if several methods are asked for at once */
    'lifetime_value_backtest.actual_value': number | null
    /** Predicted less actual net value, as a share of the actual; above 0 if too much was predicted; missing for several methods at once */
    'lifetime_value_backtest.value_bias_share': number | null
    /** Mean of the differences between predicted and actual net value of a customer, without their sign; missing for several methods at once */
    'lifetime_value_backtest.value_mae': number | null
    /** Root of the mean square difference between predicted and actual net value of a customer, by which models are chosen; missing for several methods at once */
    'lifetime_value_backtest.value_rmse': number | null
    /** How well the method ranks customers by net value: 1 if perfectly, 0 if at random; missing for several methods or groups at once */
    'lifetime_value_backtest.value_gini': number | null
    /** All rows, without any condition */
    'lifetime_value_calibration.count': number
    /** Customers in these tenths, with a fraction where equal forecasts are divided; missing if several methods are asked for at once */
    'lifetime_value_calibration.customer_count': number | null
    /** Mean orders that was predicted of a customer for the holdout; missing if several methods are asked for at once */
    'lifetime_value_calibration.predicted_orders_per_customer': number | null
    /** Mean orders of these customers in the holdout; missing if several methods are asked for at once */
    'lifetime_value_calibration.actual_orders_per_customer': number | null
    /** Mean net value that was predicted of a customer for the holdout; missing if several methods are asked for at once */
    'lifetime_value_calibration.predicted_value_per_customer': number | null
    /** Mean net value of these customers in the holdout; missing if several methods are asked for at once */
    'lifetime_value_calibration.actual_value_per_customer': number | null
    /** All rows, without any condition */
    'lifetime_value_tracking.count': number
    /** Days on which customers ordered again; missing if several models are asked for at once */
    'lifetime_value_tracking.actual_orders': number | null
    /** Repeat orders that the model expects of the same weeks; missing if several models are asked for at once */
    'lifetime_value_tracking.expected_orders': number | null
    /** Repeat orders from the first week to the end of this one; missing unless it is asked for one model and week */
    'lifetime_value_tracking.actual_orders_so_far': number | null
    /** Repeat orders that the model expects from the first week to the end of this one; missing unless it is asked for one model and week */
    'lifetime_value_tracking.expected_orders_so_far': number | null
    /** Expected less actual repeat orders so far, as a share of the actual; missing unless it is asked for one model and week */
    'lifetime_value_tracking.deviation_share': number | null
    /** All rows, without any condition */
    'loyalty.count': number
    /** Entries of the ledger of points */
    'loyalty.movement_count': number
    /** Known customers whose points moved */
    'loyalty.member_count': number
    /** Known customers who earned points */
    'loyalty.earning_member_count': number
    /** Known customers who redeemed points */
    'loyalty.redeeming_member_count': number
    /** Members who redeemed points as a share of active members */
    'loyalty.redeeming_member_rate': number | null
    /** Points that members earned */
    'loyalty.earned_points': number | null
    /** Points that members redeemed */
    'loyalty.redeemed_points': number | null
    /** Points that expired */
    'loyalty.expired_points': number | null
    /** Corrections and gifts, of either sign */
    'loyalty.adjusted_points': number | null
    /** Points that came less those that went */
    'loyalty.net_points': number | null
    /** Points redeemed as a share of the points earned */
    'loyalty.redemption_rate': number | null
    /** Orders with which points were earned or redeemed */
    'loyalty.order_count': number
    /** All rows, without any condition */
    'loyalty_balances.count': number
    /** Points of all members before the first month of the period */
    'loyalty_balances.opening_points': number | null
    /** Points that members earned */
    'loyalty_balances.earned_points': number | null
    /** Points that members redeemed */
    'loyalty_balances.redeemed_points': number | null
    /** Points that expired */
    'loyalty_balances.expired_points': number | null
    /** Corrections and gifts, of either sign */
    'loyalty_balances.adjusted_points': number | null
    /** Points of all members at the end of the last month of the period */
    'loyalty_balances.closing_points': number | null
    /** Known members who have points at the end of the last month of the period */
    'loyalty_balances.member_count': number | null
    /** All rows, without any condition */
    'orders.count': number
    /** Sales with a value above zero */
    'orders.order_count': number
    /** Orders of the customers who are counted beside them */
    'orders.known_order_count': number
    /** Share of orders of which it is known who placed them */
    'orders.known_order_rate': number | null
    /** Orders on the day of the customer’s first one */
    'orders.first_order_count': number
    /** First orders as a share of the orders of known customers */
    'orders.first_order_rate': number | null
    /** Orders in the reporting currency */
    'orders.valued_order_count': number
    /** Orders in currencies without an exchange rate, whose amounts are in no figure */
    'orders.unvalued_order_count': number
    /** Sales, returns and adjustments, tests included */
    'orders.document_count': number
    /** Return documents */
    'orders.return_count': number
    /** Lines of the documents, tests included */
    'orders.line_count': number | null
    /** Units, returns subtracted, tests included */
    'orders.quantity': number | null
    /** Value of the goods sold, before discounts and returns */
    'orders.gross_revenue': number | null
    /** Discounts on sales */
    'orders.discounts': number | null
    /** Value of returned goods */
    'orders.returned_revenue': number | null
    /** Corrections that are neither sales nor returns */
    'orders.adjustments': number | null
    /** Gross revenue less discounts and returns, plus adjustments */
    'orders.net_revenue': number | null
    /** Postage, gift cards, tips and donations, less their refunds; no revenue */
    'orders.other_money': number | null
    /** Net value and other money of all documents, tests included; agrees with the sources */
    'orders.ledger_amount': number | null
    /** Net revenue of unknown customers */
    'orders.unattributed_revenue': number | null
    /** Gross revenue less discounts for each order with a value */
    'orders.average_order_value': number | null
    /** Gross revenue less discounts that half of the orders with a value exceed */
    'orders.median_order_value': number | null
    /** Discounts as a share of gross revenue */
    'orders.discount_rate': number | null
    /** Returned revenue as a share of gross revenue */
    'orders.return_rate': number | null
    /** Known customers with an order */
    'orders.customer_count': number
    /** Known customers who placed their first order */
    'orders.new_customer_count': number
    /** Known customers who had ordered before */
    'orders.returning_customer_count': number | null
    /** Orders for each known customer with an order */
    'orders.orders_per_customer': number | null
    /** Net revenue for each known customer */
    'orders.revenue_per_customer': number | null
    /** All rows, without any condition */
    'pipeline.count': number
    /** Sales opportunities; deleted ones are left out */
    'pipeline.deal_count': number
    /** Deals that are neither won nor lost */
    'pipeline.open_count': number
    /** Deals that were won */
    'pipeline.won_count': number
    /** Deals that were lost */
    'pipeline.lost_count': number
    /** What all deals are worth, as far as it is known */
    'pipeline.deal_value': number | null
    /** What open deals are worth, as far as it is known */
    'pipeline.open_value': number | null
    /** What won deals are worth, as far as it is known */
    'pipeline.won_value': number | null
    /** What lost deals would have been worth, as far as it is known */
    'pipeline.lost_value': number | null
    /** Deals of which nobody says what they are worth, or in a currency without an exchange rate */
    'pipeline.unvalued_count': number
    /** Won deals as a share of those won or lost */
    'pipeline.win_rate': number | null
    /** Value won as a share of the value won or lost */
    'pipeline.value_win_rate': number | null
    /** Mean value of won deals that have one */
    'pipeline.average_won_value': number | null
    /** Days from creating a deal to winning it, which half of the won deals exceed */
    'pipeline.median_days_to_win': number | null
    /** Days from creating a deal to winning or losing it, which half of the closed deals exceed */
    'pipeline.median_days_to_close': number | null
    /** Different businesses with a deal */
    'pipeline.company_count': number
    /** All rows, without any condition */
    'product_demand.count': number
    /** Products that a known customer bought */
    'product_demand.product_count': number
    /** Products sold within a year, in the catalogue and not out of stock */
    'product_demand.offered_count': number
    /** Products of which a source says that none is left */
    'product_demand.out_of_stock_count': number
    /** Products that more than a tenth of returning buyers buy again, with 95 % confidence */
    'product_demand.bought_again_count': number
    /** Units in stock, as far as a source says */
    'product_demand.stock_quantity': number | null
    /** Known customers who ever bought it; who bought several products is counted for each */
    'product_demand.buyer_count': number | null
    /** Known customers who bought it in the last 365 days; who bought several products is counted for each */
    'product_demand.recent_buyer_count': number | null
    /** Buyers who bought anything on a later day; who bought several products is counted for each */
    'product_demand.returning_buyer_count': number | null
    /** Buyers who bought the same product on a later day; who bought several products again is counted for each */
    'product_demand.repeat_buyer_count': number | null
    /** Of the buyers who came back, the share who bought the same product again */
    'product_demand.repeat_rate': number | null
    /** Share of the customers of the last year who bought it, of the most popular product */
    'product_demand.highest_popularity': number | null
    /** All rows, without any condition */
    'product_offers.count': number
    /** Products to offer with another one or instead of it, up to five of each kind */
    'product_offers.offer_count': number
    /** Different products with which something can be offered */
    'product_offers.product_count': number
    /** Different products that are offered */
    'product_offers.offered_product_count': number
    /** With it: of the purchases with the product, those with the offer; instead of it: of the customers of the last year, those who bought the offer; of the best offer */
    'product_offers.highest_share': number | null
    /** All rows, without any condition */
    'product_returns.count': number
    /** Lines of orders whose goods were sent back and refunded */
    'product_returns.return_count': number
    /** Units of goods that were refunded */
    'product_returns.returned_units': number | null
    /** Money that was paid back, without tax, for goods and without any */
    'product_returns.refunded': number | null
    /** Money that was paid back for goods, without tax */
    'product_returns.goods_refunded': number | null
    /** Refunds of money of which nothing was sent back, such as for damage */
    'product_returns.money_only_count': number
    /** Refunds in a currency without an exchange rate, whose amount is in no figure */
    'product_returns.unvalued_count': number
    /** Requests to return goods that are neither refunded yet nor cancelled */
    'product_returns.open_request_count': number
    /** Returns that are in no figure, such as those of test orders */
    'product_returns.excluded_count': number
    /** Known customers whose goods were refunded */
    'product_returns.customer_count': number
    /** Orders of which goods were refunded, as far as the order is known */
    'product_returns.order_count': number
    /** Days from the order to the refund of goods that half of the returns take at most */
    'product_returns.median_days': number | null
    /** All rows, without any condition */
    'product_rules.count': number
    /** Products and another one that is in the same purchase at least five times; each pair has a rule in both directions */
    'product_rules.rule_count': number
    /** Rules that are hardly found by chance: at most 1 in 100 of them is false, and the lift is above 1 */
    'product_rules.significant_rule_count': number
    /** Significant rules as a share of all pairs */
    'product_rules.significant_rule_rate': number | null
    /** Purchases that hold both products, added up over rules */
    'product_rules.together_count': number | null
    /** Share of all purchases that hold both products, of the most frequent rule */
    'product_rules.highest_support': number | null
    /** Of the purchases with the first product, the share that hold the other, of the strongest rule */
    'product_rules.highest_confidence': number | null
    /** How many times as often both are together as by chance, of the rule with the highest */
    'product_rules.highest_lift': number | null
    /** Share of false rules among those that are at least as significant, of the most significant rule */
    'product_rules.lowest_q_value': number | null
    /** Purchases in which rules were looked for */
    'product_rules.basket_count': number | null
    /** Purchases with more than 100 different products, in which rules were not looked for */
    'product_rules.left_out_count': number | null
    /** All rows, without any condition */
    'product_suggestion_tests.count': number
    /** Customers who bought before the period and in it, once for each method and number of suggestions */
    'product_suggestion_tests.test_count': number | null
    /** Customers who bought at least one of the suggestions, once for each method and number of suggestions */
    'product_suggestion_tests.hit_count': number | null
    /** Share of the tested customers who bought at least one of the suggestions; select one method and number of suggestions */
    'product_suggestion_tests.hit_rate': number | null
    /** Lower end of the 95 % interval of the hit rate. Missing if several are selected together */
    'product_suggestion_tests.hit_rate_lower': number | null
    /** Upper end of the 95 % interval of the hit rate. Missing if several are selected together */
    'product_suggestion_tests.hit_rate_upper': number | null
    /** Mean of 1 / rank of the first suggestion that was bought, 0 if none was */
    'product_suggestion_tests.mean_reciprocal_rank': number | null
    /** Customers for whom it had a hit, and popularity had none */
    'product_suggestion_tests.better_count': number | null
    /** Customers for whom popularity had a hit, and it had none */
    'product_suggestion_tests.worse_count': number | null
    /** What the hit rate has over that of popularity */
    'product_suggestion_tests.difference_to_popularity': number | null
    /** Lower end of the 95 % interval of what the hit rate has over popularity. Missing if several are selected together */
    'product_suggestion_tests.difference_lower': number | null
    /** Upper end of the 95 % interval of what the hit rate has over popularity. Missing if several are selected together */
    'product_suggestion_tests.difference_upper': number | null
    /** Methods by which suggestions are ranked, once for each number of suggestions */
    'product_suggestion_tests.published_count': number
    /** All rows, without any condition */
    'product_suggestions.count': number
    /** Products suggested to customers, up to five for each */
    'product_suggestions.suggestion_count': number
    /** Products that are the best suggestion for a customer */
    'product_suggestions.first_suggestion_count': number
    /** Customers with a suggestion */
    'product_suggestions.customer_count': number
    /** Suggestions for each customer who has any */
    'product_suggestions.suggestions_per_customer': number | null
    /** Different products that are suggested */
    'product_suggestions.product_count': number
    /** Suggestions of products that are in stock, as far as a source says */
    'product_suggestions.in_stock_count': number
    /** Share of suggestions that are in stock, as far as a source says */
    'product_suggestions.in_stock_rate': number | null
    /** Suggestions that follow from what the customer bought; the others are just popular */
    'product_suggestions.personal_count': number
    /** Share of suggestions that follow from what the customer bought */
    'product_suggestions.personal_rate': number | null
    /** All rows, without any condition */
    'products.count': number
    /** Lines of all types, tests included */
    'products.line_count': number
    /** Units, returns subtracted, tests included */
    'products.quantity': number | null
    /** Units of goods and services on sale lines */
    'products.units_sold': number | null
    /** Units of goods and services on return lines */
    'products.units_returned': number | null
    /** Units returned as a share of the units sold */
    'products.unit_return_rate': number | null
    /** Value of the goods sold, before discounts */
    'products.gross_revenue': number | null
    /** Discounts on sales */
    'products.discounts': number | null
    /** Discounts as a share of gross revenue */
    'products.discount_rate': number | null
    /** Value of returned goods */
    'products.returned_revenue': number | null
    /** Returned revenue as a share of gross revenue */
    'products.return_rate': number | null
    /** Corrections that are neither sales nor returns */
    'products.adjustments': number | null
    /** Gross revenue less discounts and returns, plus adjustments */
    'products.net_revenue': number | null
    /** Postage, gift cards, tips and donations, less their refunds; no revenue */
    'products.other_money': number | null
    /** Net value and other money of all lines, tests included; agrees with the sources */
    'products.ledger_amount': number | null
    /** Gross revenue for each unit sold in the reporting currency */
    'products.average_unit_price': number | null
    /** Different products on these lines */
    'products.product_count': number
    /** Orders, returns and adjustments with these lines, tests included */
    'products.document_count': number
    /** Orders with sales on these lines */
    'products.order_count': number
    /** Units of goods and services sold for each order with these lines */
    'products.units_per_order': number | null
    /** Known customers with sales on these lines */
    'products.customer_count': number
    /** Known customers with sales on these lines who ordered anything on a later day */
    'products.customers_who_ordered_again': number
    /** Share of the known customers with sales on these lines who ordered anything on a later day */
    'products.repeat_rate': number | null
    /** Share of the net revenue of the whole result */
    'products.revenue_share': number | null
    /** All rows, without any condition */
    'retention.count': number
    /** Customers by the month of their first order, which is month 0 */
    'retention.customer_count': number | null
    /** Months of first orders that can be observed at these ages */
    'retention.cohort_count': number
    /** Customers of the cohorts that are old enough, whose month is over; over several ages they count once for each */
    'retention.observed_customer_count': number | null
    /** Of the customers observed, those who ordered in the month; over several ages they count once for each */
    'retention.active_customer_count': number | null
    /** Share of the customers observed who ordered in the month; months that are not over are left out */
    'retention.retention_rate': number | null
    /** Lower end of the 95 % interval of the retention rate, by Wilson; missing if several ages are asked for at once */
    'retention.retention_rate_lower': number | null
    /** Upper end of the 95 % interval of the retention rate, by Wilson; missing if several ages are asked for at once */
    'retention.retention_rate_upper': number | null
    /** Orders of these customers, also in months that are not over */
    'retention.order_count': number | null
    /** Of these, orders in currencies without an exchange rate, whose amounts are in no figure */
    'retention.unvalued_order_count': number | null
    /** Sales of these customers less discounts and returns, also in months that are not over */
    'retention.net_revenue': number | null
    /** Orders of a customer up to that age, mean over the customers observed; missing if several ages are asked for at once */
    'retention.orders_per_customer': number | null
    /** Net revenue from a customer up to that age, mean over the customers observed; missing if several ages are asked for at once */
    'retention.value_per_customer': number | null
    /** All rows, without any condition */
    'retention_by_product.count': number
    /** Customers by the month of their first order, which is month 0 */
    'retention_by_product.customer_count': number | null
    /** Months of first orders that can be observed at these ages */
    'retention_by_product.cohort_count': number
    /** Customers of the cohorts that are old enough, whose month is over; over several ages they count once for each */
    'retention_by_product.observed_customer_count': number | null
    /** Of the customers observed, those who ordered in the month; over several ages they count once for each */
    'retention_by_product.active_customer_count': number | null
    /** Share of the customers observed who ordered in the month; months that are not over are left out */
    'retention_by_product.retention_rate': number | null
    /** Lower end of the 95 % interval of the retention rate, by Wilson; missing if several ages are asked for at once */
    'retention_by_product.retention_rate_lower': number | null
    /** Upper end of the 95 % interval of the retention rate, by Wilson; missing if several ages are asked for at once */
    'retention_by_product.retention_rate_upper': number | null
    /** Orders of these customers, also in months that are not over */
    'retention_by_product.order_count': number | null
    /** Of these, orders in currencies without an exchange rate, whose amounts are in no figure */
    'retention_by_product.unvalued_order_count': number | null
    /** Sales of these customers less discounts and returns, also in months that are not over */
    'retention_by_product.net_revenue': number | null
    /** Orders of a customer up to that age, mean over the customers observed; missing if several ages are asked for at once */
    'retention_by_product.orders_per_customer': number | null
    /** Net revenue from a customer up to that age, mean over the customers observed; missing if several ages are asked for at once */
    'retention_by_product.value_per_customer': number | null
    /** All rows, without any condition */
    'retention_by_store.count': number
    /** Customers by the month of their first order, which is month 0 */
    'retention_by_store.customer_count': number | null
    /** Months of first orders that can be observed at these ages */
    'retention_by_store.cohort_count': number
    /** Customers of the cohorts that are old enough, whose month is over; over several ages they count once for each */
    'retention_by_store.observed_customer_count': number | null
    /** Of the customers observed, those who ordered in the month; over several ages they count once for each */
    'retention_by_store.active_customer_count': number | null
    /** Share of the customers observed who ordered in the month; months that are not over are left out */
    'retention_by_store.retention_rate': number | null
    /** Lower end of the 95 % interval of the retention rate, by Wilson; missing if several ages are asked for at once */
    'retention_by_store.retention_rate_lower': number | null
    /** Upper end of the 95 % interval of the retention rate, by Wilson; missing if several ages are asked for at once */
    'retention_by_store.retention_rate_upper': number | null
    /** Orders of these customers, also in months that are not over */
    'retention_by_store.order_count': number | null
    /** Of these, orders in currencies without an exchange rate, whose amounts are in no figure */
    'retention_by_store.unvalued_order_count': number | null
    /** Sales of these customers less discounts and returns, also in months that are not over */
    'retention_by_store.net_revenue': number | null
    /** Orders of a customer up to that age, mean over the customers observed; missing if several ages are asked for at once */
    'retention_by_store.orders_per_customer': number | null
    /** Net revenue from a customer up to that age, mean over the customers observed; missing if several ages are asked for at once */
    'retention_by_store.value_per_customer': number | null
    /** All rows, without any condition */
    'revenue_changes.count': number
    /** Net revenue of the month that the last full month is compared with; within one comparison and breakdown */
    'revenue_changes.revenue_before': number | null
    /** Net revenue of the last full month; within one comparison and breakdown */
    'revenue_changes.revenue_after': number | null
    /** Net revenue of the last full month less that of the month before or a year before; within one comparison and breakdown */
    'revenue_changes.revenue_change': number | null
    /** Change of revenue as a share of the revenue before */
    'revenue_changes.revenue_change_rate': number | null
    /** All rows, without any condition */
    'rfm.count': number
    /** Customers in the segment */
    'rfm.customer_count': number
    /** Share of the customers of the whole result */
    'rfm.customer_share': number | null
    /** Net revenue of the customers in the segment */
    'rfm.revenue': number | null
    /** Share of the revenue of the whole result */
    'rfm.revenue_share': number | null
    /** Net revenue for each customer */
    'rfm.average_revenue': number | null
    /** Orders of the customers in the segment */
    'rfm.order_count': number | null
    /** Net revenue for each order */
    'rfm.average_order_value': number | null
    /** Orders for each customer */
    'rfm.average_orders': number | null
    /** Days since the last order, mean */
    'rfm.average_recency_days': number | null
    /** Different scores for recency; fewer than five if the values cannot support them */
    'rfm.recency_score_count': number
    /** Different scores for frequency; fewer than five if the values cannot support them */
    'rfm.frequency_score_count': number
    /** Different scores for value; fewer than five if the values cannot support them */
    'rfm.monetary_score_count': number
    /** All rows, without any condition */
    'segment_members.count': number
    /** Segments with these members */
    'segment_members.segment_count': number
    /** Customers and prospects who are in any of these segments, each counted once */
    'segment_members.customer_count': number
    /** Customers among the members, each counted once */
    'segment_members.buyer_count': number
    /** Members who ordered within the days that make a customer active, each counted once */
    'segment_members.active_customer_count': number
    /** Members who agreed to marketing by email, each counted once */
    'segment_members.email_contactable_count': number
    /** Share of the members who agreed to marketing by email */
    'segment_members.email_contactable_rate': number | null
    /** Net revenue from the members to date; missing unless it is asked for one segment, because segments overlap */
    'segment_members.net_revenue': number | null
    /** Net revenue expected of the members in 12 months; missing unless it is asked for one segment, because segments overlap */
    'segment_members.expected_value_in_12_months': number | null
    /** What is expected to be lost by members who leave; missing unless it is asked for one segment, because segments overlap */
    'segment_members.value_at_risk': number | null
    /** All rows, without any condition */
    'segment_movements.count': number
    /** Times that somebody entered the segment */
    'segment_movements.entered_count': number
    /** Times that somebody left the segment */
    'segment_movements.left_count': number
    /** Times that somebody left because the customer was merged with another */
    'segment_movements.merged_count': number
    /** Entered less left; over all days up to one, the size of the segment on that day */
    'segment_movements.net_change': number | null
    /** Different customers who entered or left */
    'segment_movements.customer_count': number
    /** All rows, without any condition */
    'segment_overlap.count': number
    /** Members of the first segment; missing unless it is asked for one pair */
    'segment_overlap.customer_count': number | null
    /** Of these, members of the other segment as well; missing unless it is asked for one pair */
    'segment_overlap.shared_count': number | null
    /** Share of the members of the first who are in the other; missing unless it is asked for one pair */
    'segment_overlap.shared_share': number | null
    /** All rows, without any condition */
    'segments.count': number
    /** Segments that are declared */
    'segments.segment_count': number
    /** Segments that could not be computed, so that they have no figures */
    'segments.failed_count': number
    /** Customers and prospects in the segment; missing unless it is asked for one segment, because segments overlap */
    'segments.customer_count': number | null
    /** Share of all customers and prospects who are in the segment; missing unless it is asked for one segment, because segments overlap */
    'segments.customer_share': number | null
    /** Net revenue from the members to date; missing unless it is asked for one segment, because segments overlap */
    'segments.net_revenue': number | null
    /** Share of the net revenue from all known customers; missing unless it is asked for one segment, because segments overlap */
    'segments.revenue_share': number | null
    /** Net revenue expected of the members in 12 months; missing unless it is asked for one segment, because segments overlap */
    'segments.expected_value_in_12_months': number | null
    /** What is expected to be lost by members who leave; missing unless it is asked for one segment, because segments overlap */
    'segments.value_at_risk': number | null
    /** Net revenue to date for each member, mean; missing unless it is asked for one segment, because segments overlap */
    'segments.revenue_per_customer': number | null
    /** All rows, without any condition */
    'service.count': number
    /** Requests for help, without those that were deleted or are otherwise left out */
    'service.case_count': number
    /** Requests that do not count, such as deleted ones */
    'service.excluded_count': number
    /** Known customers who asked for help */
    'service.customer_count': number
    /** Requests of which it is known who asked */
    'service.cases_of_known_count': number
    /** Requests for each known customer who asked */
    'service.cases_per_customer': number | null
    /** Requests that somebody still has to solve */
    'service.open_count': number
    /** Open requests that nobody is assigned to */
    'service.unassigned_count': number
    /** Requests that were solved, also if they were opened again since */
    'service.solved_count': number
    /** Share of requests that were solved */
    'service.solved_rate': number | null
    /** Requests that were opened again at least once */
    'service.reopened_count': number
    /** Share of requests that were opened again at least once */
    'service.reopened_rate': number | null
    /** Requests of customers that got a reply */
    'service.replied_count': number
    /** Requests of customers that got a reply within 24 hours */
    'service.replied_within_day_count': number
    /** Share of the answered requests whose first reply came within 24 hours */
    'service.replied_within_day_rate': number | null
    /** Hours within which half of the answered requests got their first reply */
    'service.median_first_reply_hours': number | null
    /** Hours within which nine of ten answered requests got their first reply */
    'service.p90_first_reply_hours': number | null
    /** Hours within which half of the solved requests were solved for the last time */
    'service.median_solution_hours': number | null
    /** Hours within which nine of ten solved requests were solved for the last time */
    'service.p90_solution_hours': number | null
    /** Messages and notes in the requests */
    'service.message_count': number | null
    /** Messages and notes for each request */
    'service.messages_per_case': number | null
    /** Requests after which the customer rated the help */
    'service.rated_count': number
    /** Requests after which the customer rated the help as good */
    'service.rated_good_count': number
    /** Share of the rated requests after which the customer rated the help as good */
    'service.rated_good_rate': number | null
    /** Lower end of the 95 % interval of the share rated good (Wilson) */
    'service.rated_good_rate_lower': number | null
    /** Upper end of the 95 % interval of the share rated good (Wilson) */
    'service.rated_good_rate_upper': number | null
    /** All rows, without any condition */
    'service_backlog.count': number
    /** Requests for help that were opened in the period, without those that are left out */
    'service_backlog.opened_count': number | null
    /** Requests that were solved for the last time or closed in the period */
    'service_backlog.ended_count': number | null
    /** Requests that were open at the end of the last month of the period */
    'service_backlog.backlog': number | null
    /** Requests that are over, nobody knows since when; they count as solved on the day they were opened */
    'service_backlog.unknown_end_count': number
    /** All rows, without any condition */
    'service_calls.count': number
    /** Calls with customers in both directions, without those between colleagues */
    'service_calls.call_count': number
    /** Calls between colleagues, which are left out of all other figures */
    'service_calls.internal_count': number
    /** Calls from customers */
    'service_calls.inbound_count': number
    /** Calls to customers */
    'service_calls.outbound_count': number
    /** Calls from customers that an agent answered */
    'service_calls.answered_count': number
    /** Calls from customers who gave up in a queue */
    'service_calls.abandoned_count': number
    /** Share of calls from customers who gave up in a queue, of these and those that an agent answered */
    'service_calls.abandoned_rate': number | null
    /** Calls of which the network did not show the number */
    'service_calls.withheld_count': number
    /** Calls of which it is known who the customer is */
    'service_calls.known_count': number
    /** Share of calls of which it is known who the customer is */
    'service_calls.known_rate': number | null
    /** Known customers on the telephone */
    'service_calls.customer_count': number
    /** Seconds that half of the callers waited in queues at most */
    'service_calls.median_wait_seconds': number | null
    /** Seconds that nine of ten callers waited in queues at most */
    'service_calls.p90_wait_seconds': number | null
    /** Seconds that people talked in half of the answered calls at most */
    'service_calls.median_talk_seconds': number | null
    /** Hours that people talked */
    'service_calls.talk_hours': number | null
    /** Hours that customers were kept on hold during their calls */
    'service_calls.hold_hours': number | null
    /** All rows, without any condition */
    'service_surveys.count': number
    /** Answers with a score, to surveys of all kinds */
    'service_surveys.answer_count': number
    /** Responses, which can hold answers to several questions */
    'service_surveys.response_count': number
    /** Known customers who answered */
    'service_surveys.customer_count': number
    /** Answers with which the person also wrote something */
    'service_surveys.comment_count': number
    /** Sample of the net promoter score */
    'service_surveys.nps_answer_count': number
    /** Answers on recommendation of 9 or 10 */
    'service_surveys.promoter_count': number
    /** Answers on recommendation of 7 or 8 */
    'service_surveys.passive_count': number
    /** Answers on recommendation of 6 or less */
    'service_surveys.detractor_count': number
    /** Promoters less detractors in a hundred answers, from -100 to 100 */
    'service_surveys.nps': number | null
    /** Lower end of the 95 % interval of the net promoter score (adjusted Wald) */
    'service_surveys.nps_lower': number | null
    /** Upper end of the 95 % interval of the net promoter score (adjusted Wald) */
    'service_surveys.nps_upper': number | null
    /** Sample of the share of satisfied answers */
    'service_surveys.csat_answer_count': number
    /** Answers on satisfaction in the upper quarter of their scale */
    'service_surveys.satisfied_count': number
    /** Share of the answers on satisfaction in the upper quarter of their scale */
    'service_surveys.csat': number | null
    /** Lower end of the 95 % interval of satisfaction (Wilson) */
    'service_surveys.csat_lower': number | null
    /** Upper end of the 95 % interval of satisfaction (Wilson) */
    'service_surveys.csat_upper': number | null
    /** Sample of the share of easy answers */
    'service_surveys.ces_answer_count': number
    /** Answers on effort in the upper third of their scale */
    'service_surveys.easy_count': number
    /** Share of the answers on effort in the upper third of their scale */
    'service_surveys.effort': number | null
    /** Lower end of the 95 % interval of ease (Wilson) */
    'service_surveys.effort_lower': number | null
    /** Upper end of the 95 % interval of ease (Wilson) */
    'service_surveys.effort_upper': number | null
    /** All rows, without any condition */
    'subscription_cohorts.count': number
    /** Subscriptions whose renewal of this number was due by now. Missing if several numbers of renewals are selected together */
    'subscription_cohorts.subscription_count': number | null
    /** Subscriptions still paid for after the renewal of this number. Missing if several numbers of renewals are selected together */
    'subscription_cohorts.stayed_count': number | null
    /** Share of subscriptions still paid for after the renewal of this number */
    'subscription_cohorts.stayed_rate': number | null
    /** All rows, without any condition */
    'subscription_months.count': number
    /** Monthly recurring revenue before the first month of the period */
    'subscription_months.opening_mrr': number | null
    /** Recurring revenue of customers who never paid before */
    'subscription_months.new_mrr': number | null
    /** Recurring revenue of customers who had stopped paying */
    'subscription_months.reactivated_mrr': number | null
    /** Recurring revenue that customers added to what they paid */
    'subscription_months.expansion_mrr': number | null
    /** Recurring revenue lost of customers who pay for other subscriptions still */
    'subscription_months.contraction_mrr': number | null
    /** Recurring revenue lost of customers who pay for nothing any more */
    'subscription_months.churned_mrr': number | null
    /** New, reactivated and added recurring revenue less what was lost */
    'subscription_months.net_new_mrr': number | null
    /** Monthly recurring revenue at the end of the last month of the period */
    'subscription_months.closing_mrr': number | null
    /** Subscriptions that are paid for at the end of the last month of the period */
    'subscription_months.closing_subscription_count': number | null
    /** Subscriptions in the last month of the period in currencies without an exchange rate, whose price is in no figure */
    'subscription_months.unvalued_count': number | null
    /** Subscriptions of customers who never paid before */
    'subscription_months.new_count': number
    /** Subscriptions of customers who pay for nothing any more */
    'subscription_months.churned_count': number
    /** Known customers who stopped paying for everything */
    'subscription_months.churned_customer_count': number
    /** Known customers who paid for a subscription in the period, or stopped in it */
    'subscription_months.subscriber_count': number
    /** Share of the recurring revenue at the beginning of a month that is lost by its end because customers leave; the weighted mean of several months */
    'subscription_months.monthly_churn_rate': number | null
    /** Share of the recurring revenue at the beginning of a month that is left at its end without expansion; the weighted mean of several months */
    'subscription_months.monthly_gross_retention': number | null
    /** The same with expansion: above 100 %, those who stay make up for those who leave; the weighted mean of several months */
    'subscription_months.monthly_net_retention': number | null
    /** All rows, without any condition */
    'subscription_retention.count': number
    /** Subscriptions that came to the renewal */
    'subscription_retention.at_risk_count': number | null
    /** Subscriptions that ended with the renewal */
    'subscription_retention.left_count': number | null
    /** Share of subscriptions that came to a renewal and were renewed */
    'subscription_retention.renewal_rate': number | null
    /** Share of subscriptions that are still there after the renewal, as observed (Kaplan and Meier). Missing if several plans or renewals are selected together */
    'subscription_retention.survival_share': number | null
    /** Lower end of the 95 % band of the observed share. Missing if several plans or renewals are selected together */
    'subscription_retention.survival_lower': number | null
    /** Upper end of the 95 % band of the observed share. Missing if several plans or renewals are selected together */
    'subscription_retention.survival_upper': number | null
    /** Share of subscriptions that are still there after the renewal, by the model. Missing if several plans or renewals are selected together */
    'subscription_retention.model_share': number | null
    /** Lower end of the 95 % band of the modelled share. Missing if several plans or renewals are selected together */
    'subscription_retention.model_lower': number | null
    /** Upper end of the 95 % band of the modelled share. Missing if several plans or renewals are selected together */
    'subscription_retention.model_upper': number | null
    /** Of those who got that far, the share that is still there 12 months later, by the model. Missing if several plans or renewals are selected together */
    'subscription_retention.stays_12_months_share': number | null
    /** Months that somebody who got that far is expected to pay for in the next 12, by the model. Missing if several plans or renewals are selected together */
    'subscription_retention.expected_12_months': number | null
    /** Months that somebody who got that far is expected to pay for in the next 36, by the model. Missing if several plans or renewals are selected together */
    'subscription_retention.expected_36_months': number | null
    /** All months to come, each worth less the later it is paid for, by the model. Missing if several plans or renewals are selected together */
    'subscription_retention.residual_lifetime_months': number | null
    /** All rows, without any condition */
    'subscriptions.count': number
    /** Subscriptions that have started, whether they go on or not; tests are left out */
    'subscriptions.subscription_count': number
    /** Known customers who have ever subscribed */
    'subscriptions.subscriber_count': number
    /** Subscriptions that are paid for on the day of the figures */
    'subscriptions.paying_count': number
    /** Known customers who pay for a subscription on the day of the figures */
    'subscriptions.paying_subscriber_count': number
    /** Subscriptions in their trial on the day of the figures */
    'subscriptions.trial_count': number
    /** Subscriptions that have been paid for at some time */
    'subscriptions.ever_paid_count': number
    /** Subscriptions that were cancelled, also if they are paid for until the end of their period */
    'subscriptions.cancelled_count': number
    /** Share of all subscriptions that were cancelled */
    'subscriptions.cancellation_rate': number | null
    /** Subscriptions that are cancelled and still paid for on the day of the figures */
    'subscriptions.leaving_count': number
    /** Subscriptions that were paid for and are not any more */
    'subscriptions.ended_count': number
    /** What paid subscriptions bring in a month on the day of the figures */
    'subscriptions.mrr': number | null
    /** Monthly recurring revenue of known customers for each of those who pay */
    'subscriptions.mrr_per_subscriber': number | null
    /** Paid subscriptions in currencies without an exchange rate, whose price is in no figure */
    'subscriptions.unvalued_count': number
    /** Months for which a subscription that was ever paid has been paid so far, mean */
    'subscriptions.average_paid_months': number | null
    /** All rows, without any condition */
    'voice.count': number
    /** Texts that customers wrote, without those of requests for help that do not count */
    'voice.statement_count': number
    /** Texts of requests for help that do not count */
    'voice.excluded_count': number
    /** Known customers who wrote */
    'voice.customer_count': number
    /** Texts of which it was understood how the customer felt */
    'voice.scored_count': number
    /** Texts without a sentiment, such as those in a language without a dictionary */
    'voice.unscored_count': number
    /** Share of texts without a sentiment */
    'voice.unscored_rate': number | null
    /** Texts of customers who were unhappy, by their words */
    'voice.negative_count': number
    /** Texts of customers who were neither happy nor unhappy, by their words */
    'voice.neutral_count': number
    /** Texts of customers who were happy, by their words */
    'voice.positive_count': number
    /** Negative texts as a share of those with a sentiment */
    'voice.negative_rate': number | null
    /** Lower end of the 95 % interval of the share of negative texts (Wilson) */
    'voice.negative_rate_lower': number | null
    /** Upper end of the 95 % interval of the share of negative texts (Wilson) */
    'voice.negative_rate_upper': number | null
    /** Positive texts as a share of those with a sentiment */
    'voice.positive_rate': number | null
    /** How customers felt, mean over texts with a sentiment: from -1, very negative, to 1, very positive */
    'voice.average_sentiment': number | null
    /** Texts in which no declared word of a topic occurs */
    'voice.no_topic_count': number
    /** Share of texts in which no declared word of a topic occurs */
    'voice.no_topic_rate': number | null
    /** All rows, without any condition */
    'voice_terms.count': number
    /** Terms that are special for a group, at most twenty for each */
    'voice_terms.term_count': number
    /** Texts of the group in which the term occurs. Missing if several terms or groups are selected together */
    'voice_terms.texts_with_term': number | null
    /** Known customers of the group who used the term, at least five. Missing if several terms or groups are selected together */
    'voice_terms.customers_with_term': number | null
    /** Share of the texts of the group with the term, times the logarithm of how rare it is in all texts (TF-IDF). Missing if several terms or groups are selected together */
    'voice_terms.speciality': number | null
    /** All rows, without any condition */
    'voice_topics.count': number
    /** Different texts about the topics, without those of requests for help that do not count */
    'voice_topics.statement_count': number
    /** Known customers who wrote about the topics */
    'voice_topics.customer_count': number
    /** Requests for help in which customers wrote about the topics */
    'voice_topics.case_count': number
    /** Different texts of which it was understood how the customer felt */
    'voice_topics.scored_count': number
    /** Different texts without a sentiment */
    'voice_topics.unscored_count': number
    /** Different texts of customers who were unhappy, by their words */
    'voice_topics.negative_count': number
    /** Different texts of customers who were happy, by their words */
    'voice_topics.positive_count': number
    /** Negative texts as a share of those with a sentiment */
    'voice_topics.negative_rate': number | null
    /** Lower end of the 95 % interval of the share of negative texts (Wilson) */
    'voice_topics.negative_rate_lower': number | null
    /** Upper end of the 95 % interval of the share of negative texts (Wilson) */
    'voice_topics.negative_rate_upper': number | null
  }
  dimensions: {
    /** Channel of the cost, and of the first contact of the customers; -1 if unknown */
    'acquisition.channel_key': string | null
    /** Campaign of these; -2 for none, -1 if a link names one that nobody knows */
    'acquisition.campaign_key': string | null
    /** Market of the customers; Not by market for a cost */
    'acquisition.market': string | null
    /** Name, such as paid search or store */
    'acquisition.channel': string | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it */
    'acquisition.first_channel': string | null
    /** Paid, owned, earned or direct for marketing; online or offline for sales */
    'acquisition.channel_group': string | null
    /** Whether the company pays for each contact */
    'acquisition.is_paid': boolean | null
    /** Name */
    'acquisition.campaign': string | null
    /** campaign: sent once to many people; flow: sent to one person when something happens; advertising; link: only links name it */
    'acquisition.campaign_type': string | null
    /** Calendar year */
    'acquisition.year': number | null
    /** Quarter of the year, 1 to 4 */
    'acquisition.quarter': number | null
    /** Month of the year, 1 to 12 */
    'acquisition.month': number | null
    /** Financial year, named after the calendar year in which it ends */
    'acquisition.financial_year': number | null
    /** Quarter of the financial year, 1 to 4 */
    'acquisition.financial_quarter': number | null
    /** The model. Choose one: first, last, linear, position, time decay, shapley, markov, markov of order 2 or markov of order 3 */
    'attribution.attribution_model': string | null
    /** The marketing channel; -2 if nothing was seen before the purchase */
    'attribution.channel_key': string | null
    /** The campaign; -2 for none, -1 if a link names one that nobody knows */
    'attribution.campaign_key': string | null
    /** Market of the customer; of the country of the order while the customer is unknown */
    'attribution.market': string | null
    /** Name, such as paid search or store */
    'attribution.channel': string | null
    /** Paid, owned, earned or direct for marketing; online or offline for sales */
    'attribution.channel_group': string | null
    /** Whether the company pays for each contact */
    'attribution.is_paid': boolean | null
    /** Name */
    'attribution.campaign': string | null
    /** campaign: sent once to many people; flow: sent to one person when something happens; advertising; link: only links name it */
    'attribution.campaign_type': string | null
    /** Calendar year */
    'attribution.year': number | null
    /** Quarter of the year, 1 to 4 */
    'attribution.quarter': number | null
    /** Month of the year, 1 to 12 */
    'attribution.month': number | null
    /** Financial year, named after the calendar year in which it ends */
    'attribution.financial_year': number | null
    /** Quarter of the financial year, 1 to 4 */
    'attribution.financial_quarter': number | null
    /** What is counted: purchase or touch */
    'attribution_coverage.subject': string | null
    /** What was seen before the purchase, or what became of the visit or click: marketing seen, only direct visits seen, seen without consent only, nothing seen, customer unknown, used before a purchase, used in a journey without a purchase, in a journey that is open, direct beside marketing, consent refused, no consent recorded or visitor unknown */
    'attribution_coverage.coverage': string | null
    /** Market of the customer; of the country of the order while the customer is unknown. Unknown for a visitor nobody knows */
    'attribution_coverage.market': string | null
    /** So many days before a purchase, what the customer saw counts. The same in all rows; not additive */
    'attribution_coverage.window_days': number | null
    /** Calendar year */
    'attribution_coverage.year': number | null
    /** Quarter of the year, 1 to 4 */
    'attribution_coverage.quarter': number | null
    /** Month of the year, 1 to 12 */
    'attribution_coverage.month': number | null
    /** Financial year, named after the calendar year in which it ends */
    'attribution_coverage.financial_year': number | null
    /** Quarter of the financial year, 1 to 4 */
    'attribution_coverage.financial_quarter': number | null
    /** Surrogate key of the path */
    'attribution_paths.path_key': string | null
    /** The channels in order, the first contact first, such as email > direct */
    'attribution_paths.path': string | null
    /** Touches of such a journey. Not additive */
    'attribution_paths.touch_count': number | null
    /** The model. Choose one: first, last, linear, position, time decay, shapley, markov, markov of order 2 or markov of order 3 */
    'attribution_performance.attribution_model': string | null
    /** The marketing channel; -2 if nothing was seen before the purchases */
    'attribution_performance.channel_key': string | null
    /** The campaign; -2 for none, -1 if a link names one that nobody knows */
    'attribution_performance.campaign_key': string | null
    /** Whether both sides are known: cost and orders, cost without orders or orders without cost */
    'attribution_performance.performance': string | null
    /** Name, such as paid search or store */
    'attribution_performance.channel': string | null
    /** Paid, owned, earned or direct for marketing; online or offline for sales */
    'attribution_performance.channel_group': string | null
    /** Whether the company pays for each contact */
    'attribution_performance.is_paid': boolean | null
    /** Name */
    'attribution_performance.campaign': string | null
    /** campaign: sent once to many people; flow: sent to one person when something happens; advertising; link: only links name it */
    'attribution_performance.campaign_type': string | null
    /** Order of the chain: 1, 2 or 3. Choose one */
    'attribution_removal.markov_order': number | null
    /** The marketing channel */
    'attribution_removal.channel_key': string | null
    /** States of the chain. The same in all rows of an order */
    'attribution_removal.state_count': number | null
    /** Name, such as paid search or store */
    'attribution_removal.channel': string | null
    /** Paid, owned, earned or direct for marketing; online or offline for sales */
    'attribution_removal.channel_group': string | null
    /** Whether the company pays for each contact */
    'attribution_removal.is_paid': boolean | null
    /** Name with its schema */
    'catalogue.relation': string | null
    /** Schema: staging, identity, warehouse or marts */
    'catalogue.layer': string | null
    /** What one row of it is */
    'catalogue.description': string | null
    /** The columns that identify a row, comma-separated */
    'catalogue.grain': string | null
    /** How many columns it has */
    'catalogue.column_count_of_relation': number | null
    /** How many rows it has */
    'catalogue.row_count_of_relation': number | null
    /** Key of the row: relation and column */
    'catalogue_columns.column_key': string | null
    /** Name with its schema */
    'catalogue_columns.relation': string | null
    /** Place of the column in the relation */
    'catalogue_columns.column_number': number | null
    /** Name of the column */
    'catalogue_columns.column_name': string | null
    /** Type in Postgres */
    'catalogue_columns.pg_type': string | null
    /** What the column holds */
    'catalogue_columns.description': string | null
    /** Whether a row may have no value in it */
    'catalogue_columns.is_nullable': boolean | null
    /** Kind of personal data that it holds; missing if none. Only the schema pii has its values */
    'catalogue_columns.personal_data': string | null
    /** Key of the row: the relation and what it reads */
    'catalogue_reads.read_key': string | null
    /** Name with its schema */
    'catalogue_reads.relation': string | null
    /** A relation or a table of raw records that it reads */
    'catalogue_reads.reads': string | null
    /** The customer */
    'churn.customer_key': string | null
    /** Risk in words; lapsed customers have ordered nothing for 365 days: high, medium, low, lapsed or not scored */
    'churn.risk_band': string | null
    /** 1 for high, 2 for medium, 3 for low, 4 for not scored, 5 for lapsed, to sort by */
    'churn.risk_band_order': number | null
    /** Place among active customers by expected loss, from 1 for the largest */
    'churn.risk_rank': number | null
    /** What raises the risk most */
    'churn.main_driver': string | null
    /** Up to three things that raise the risk, the strongest first */
    'churn.drivers': string | null
    /** Up to three things that lower it, the strongest first */
    'churn.reasons_to_stay': string | null
    /** Days from the last order to the as-of day. Not additive: average it */
    'churn.days_since_last_order': number | null
    /** Chance that the customer orders nothing within the time that the settings call leaving (churn.horizonDays, 180 days unless changed) */
    'churn.churn_probability': number | null
    /** The chance to leave times the value at stake */
    'churn.expected_loss': number | null
    /** What the customer spends in the time that the settings call leaving, going by the last year */
    'churn.value_at_stake_of_customer': number | null
    /** Country */
    'churn.country': string | null
    /** Market of the customer: their country if the company sells there, else Other; Unknown without a country */
    'churn.market': string | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'churn.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'churn.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'churn.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'churn.lifecycle_segment': string | null
    /** What predicts: model, time since the last order or base rate */
    'churn_backtest.predictor': string | null
    /** Who is predicted: active customers, who had ordered not long before, or all: active or all */
    'churn_backtest.population': string | null
    /** Whether customers are scored with it */
    'churn_backtest.is_published': boolean | null
    /** Why they are not */
    'churn_backtest.not_published_because': string | null
    /** A customer who orders nothing for so many days has left */
    'churn_backtest.horizon_days': number | null
    /** A customer who ordered in so many days before is active */
    'churn_backtest.active_days': number | null
    /** 1 for the customers at the highest risk, to 10 for the lowest */
    'churn_calibration.tenth': number | null
    /** Short name of the feature */
    'churn_drivers.feature': string | null
    /** What it is, in words */
    'churn_drivers.label': string | null
    /** What it is about: rhythm, spending, experience, relation or time of the year */
    'churn_drivers.kind': string | null
    /** What a high value says about a customer */
    'churn_drivers.when_high': string | null
    /** What a low value says about a customer */
    'churn_drivers.when_low': string | null
    /** Place by the size of the effect, from 1 for the largest */
    'churn_drivers.effect_rank': number | null
    /** Whether the interval of the effect is on one side of 0 */
    'churn_drivers.is_clear': boolean | null
    /** The customer */
    'customer_360.customer_key': string | null
    /** Who it is, as far as records say: person, organisation, unconfirmed, anonymous or unknown */
    'customer_360.party_type': string | null
    /** customer: has bought; prospect: has not; and who is neither, because too little is known of them: customer, prospect, unconfirmed, anonymous or unknown */
    'customer_360.customer_type': string | null
    /** Country */
    'customer_360.country': string | null
    /** Market of the customer: their country if the company sells there, else Other; Unknown without a country */
    'customer_360.market': string | null
    /** Sources that know the person, sorted by name */
    'customer_360.sources': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'customer_360.customer_segment': string | null
    /** 5 less the full fifths of customers who ordered more recently */
    'customer_360.recency_score': number | null
    /** 1 and the full fifths of customers who ordered less often */
    'customer_360.frequency_score': number | null
    /** 1 and the full fifths of customers who are worth less */
    'customer_360.monetary_score': number | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'customer_360.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'customer_360.lifecycle_segment': string | null
    /** Whether the customer ordered within the days that make a customer active (churn.activeDays in the settings, 365 unless changed) */
    'customer_360.is_active': boolean | null
    /** Whether the customer placed two orders or more */
    'customer_360.is_repeat': boolean | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'customer_360.first_channel': string | null
    /** Name of that campaign */
    'customer_360.first_campaign': string | null
    /** Sales with a value above zero */
    'customer_360.order_count': number | null
    /** Net revenue from the customer to date */
    'customer_360.lifetime_value': number | null
    /** What is forecast: orders and value, orders only or none */
    'customer_360.forecast_status': string | null
    /** Why not everything is forecast */
    'customer_360.no_forecast_because': string | null
    /** The model of orders, chosen by its backtest: BG/NBD, MBG/NBD or Pareto/NBD */
    'customer_360.forecast_model': string | null
    /** Net revenue to date and what is expected without a limit of time, discounted; missing if nothing is forecast */
    'customer_360.predicted_lifetime_value': number | null
    /** Net revenue expected of the customer in 12 months; missing if nothing is forecast */
    'customer_360.expected_value_of_customer': number | null
    /** The wait after which half of such customers have ordered again, their own drawn towards that of all. Not additive */
    'customer_360.typical_wait_days': number | null
    /** Days since the expected next order; 0 before it. Not additive: average it */
    'customer_360.days_late': number | null
    /** Whether the customer is late with the next order by their own rhythm; false where no rhythm is known */
    'customer_360.is_late': boolean | null
    /** Risk in words; lapsed customers have ordered nothing for 365 days: high, medium, low, lapsed or not scored */
    'customer_360.risk_band': string | null
    /** Up to three things that raise the risk, the strongest first */
    'customer_360.risk_drivers': string | null
    /** Chance that the customer orders nothing within the time that the settings call leaving (churn.horizonDays, 180 days unless changed) */
    'customer_360.churn_probability': number | null
    /** Chance to lose the customer times what they spend in the time of that forecast */
    'customer_360.expected_loss': number | null
    /** How the relation with the customer goes, from 0 to 100 */
    'customer_360.health_score': number | null
    /** good: 70 and more; fair: 40 and more; poor: less: good, fair or poor */
    'customer_360.health_band': string | null
    /** The parts in words, with what each adds, the weakest first */
    'customer_360.health_explanation': string | null
    /** Subscriptions that are paid for on the as-of day. Additive */
    'customer_360.subscription_count': number | null
    /** Level in the loyalty programme, in its own words; none outside it, unknown before the first known one */
    'customer_360.loyalty_tier': string | null
    /** Visits that are known to be theirs. Additive */
    'customer_360.visit_count': number | null
    /** Of these, visits that began in the last 30 days. Additive */
    'customer_360.visits_30_days': number | null
    /** What the last visit was made with: app, desktop, phone, tablet, other or unknown */
    'customer_360.last_device': string | null
    /** Whether a cart of the customer waits to be paid for */
    'customer_360.has_open_cart': boolean | null
    /** Sentiment of the last text that has one: positive, neutral or negative */
    'customer_360.last_sentiment': string | null
    /** Up to three topics, the one of most texts first; the newest first among equals, comma-separated */
    'customer_360.main_topics': string | null
    /** Group of the net promoter score: 9 and 10, 7 and 8, or less: promoter, passive or detractor */
    'customer_360.last_nps_group': string | null
    /** Requests for help. Additive */
    'customer_360.case_count': number | null
    /** Of these, requests that somebody still has to solve. Additive */
    'customer_360.open_case_count': number | null
    /** Decision about marketing by email: unknown is one that nobody understood, which never allows anything: granted, withdrawn, unknown or no decision */
    'customer_360.email_consent': string | null
    /** Decision about marketing by SMS: unknown is one that nobody understood, which never allows anything: granted, withdrawn, unknown or no decision */
    'customer_360.sms_consent': string | null
    /** Decision about measuring what they do on the website: unknown is one that nobody understood, which never allows anything: granted, withdrawn, unknown or no decision */
    'customer_360.analytics_consent': string | null
    /** Decision about profiling: unknown is one that nobody understood, which never allows anything: granted, withdrawn, unknown or no decision */
    'customer_360.profiling_consent': string | null
    /** Name of the best suggestion; mart_next_best_product has more */
    'customer_360.next_best_product_name': string | null
    /** Why that, in words */
    'customer_360.next_best_product_reason': string | null
    /** Given name, family name and suffix */
    'customer_360.full_name': string | null
    /** Given names */
    'customer_360.given_name': string | null
    /** Family name with its particles */
    'customer_360.family_name': string | null
    /** Email address to write to, in lower case */
    'customer_360.email': string | null
    /** All usable email addresses, the best first, comma-separated */
    'customer_360.emails': string | null
    /** Phone number in E.164 */
    'customer_360.phone': string | null
    /** All usable phone numbers, the best first, comma-separated */
    'customer_360.phones': string | null
    /** Street, or the whole line if it has no house number */
    'customer_360.street': string | null
    /** House number */
    'customer_360.house_number': string | null
    /** Flat, apartment or suite */
    'customer_360.unit': string | null
    /** Town */
    'customer_360.city': string | null
    /** State, province or county */
    'customer_360.region': string | null
    /** Postcode in the format of its country */
    'customer_360.postcode': string | null
    /** Profile records of the person */
    'customer_360.record_count': number | null
    /** Whether sources disagree on an attribute that a person has only one of */
    'customer_360.has_conflict': boolean | null
    /** The attributes they disagree on: name, address, birth_date, country, comma-separated */
    'customer_360.conflicting_attributes': string | null
    /** Name */
    'customer_360.first_product': string | null
    /** Highest level of the category */
    'customer_360.first_product_category': string | null
    /** The household */
    'customer_360.household_key': string | null
    /** Customers in the household; missing if nobody else lives there */
    'customer_360.household_size': number | null
    /** Months from this one to the last that is over, which has 0. Not additive */
    'customer_base.months_ago': number | null
    /** Market of the customer; of an unknown customer, that which the order was sold to */
    'customer_base.market': string | null
    /** Channel of the first contact */
    'customer_base.first_channel': string | null
    /** RFM segment of the customer as of the as-of day */
    'customer_base.customer_segment': string | null
    /** Source and entity */
    'data_quality.entity': string | null
    /** System the records come from */
    'data_quality.source': string | null
    /** What the records are */
    'data_quality.description': string | null
    /** Fresh, late, never loaded, no expectation or not in use */
    'data_quality.status': string | null
    /** Whether it was loaded within the expected hours */
    'data_quality.is_fresh': boolean | null
    /** Whether the sample company's generator made it */
    'data_quality.is_sample': boolean | null
    /** Whether the settings of the company name its source */
    'data_quality.is_in_use': boolean | null
    /** Hours after a load when the next one is late */
    'data_quality.fresh_within_hours': number | null
    /** Rows in raw */
    'data_quality.row_count_of_entity': number | null
    /** Records waiting in quarantine */
    'data_quality.quarantined_of_entity': number | null
    /** Why: a test, its status, dated after the as-of day, or in a currency without an exchange rate: test, status, future or currency */
    'data_quality_left_out.reason': string | null
    /** Source system */
    'data_quality_left_out.source': string | null
    /** Currency of the amount, ISO 4217 */
    'data_quality_left_out.currency': string | null
    /** Orders, returns and adjustments */
    'data_quality_left_out.order_count': number | null
    /** Their lines */
    'data_quality_left_out.line_count': number | null
    /** Their value in their own currency, as the source has it */
    'data_quality_left_out.amount': number | null
    /** Source system */
    'data_quality_not_understood.source': string | null
    /** What is not understood: word of a consent, question of an unknown kind, score on an unknown scale, event of an unknown kind, campaign in an unknown state or contact that identifies nobody */
    'data_quality_not_understood.kind': string | null
    /** The purpose of the consent, the question, or the channel */
    'data_quality_not_understood.subject': string | null
    /** One of the values */
    'data_quality_not_understood.example': string | null
    /** What to do */
    'data_quality_not_understood.remedy': string | null
    /** Key of the row: source, kind and subject */
    'data_quality_not_understood.not_understood_key': string | null
    /** Number of the build */
    'data_quality_publications.run_id': number | null
    /** Seconds from the start to the publication */
    'data_quality_publications.seconds_taken': number | null
    /** Tables that were built or reused */
    'data_quality_publications.table_count_published': number | null
    /** Rows in those tables */
    'data_quality_publications.rows_published': number | null
    /** Key of the row: entity and reason */
    'data_quality_quarantine.quarantine_key': string | null
    /** Source and entity */
    'data_quality_quarantine.entity': string | null
    /** What is wrong with the record, as in the documentation of loading */
    'data_quality_quarantine.reason_code': string | null
    /** System the records come from */
    'data_quality_quarantine.source': string | null
    /** Whether the sample company's generator made it */
    'data_quality_quarantine.is_sample': boolean | null
    /** Key of the row: relation and test */
    'data_quality_tests.test_key': string | null
    /** Name with its schema */
    'data_quality_tests.relation': string | null
    /** What is tested */
    'data_quality_tests.test': string | null
    /** Whether rows that fail stop the publication (error) or not (warning) */
    'data_quality_tests.severity': string | null
    /** Passed, warns, rows set aside (they left a staging table, so that they stop nothing), or failed (nothing was published then) */
    'data_quality_tests.outcome': string | null
    /** How many rows failed it */
    'data_quality_tests.failed_rows': number | null
    /** The message to a person */
    'engagement.send_key': string | null
    /** The person; -1 while unknown */
    'engagement.customer_key': string | null
    /** Campaign; -2 for none, -1 if nobody says which */
    'engagement.campaign_key': string | null
    /** Channel of the message */
    'engagement.channel_key': string | null
    /** Source system */
    'engagement.source': string | null
    /** What became of it: delivered, bounced or dropped */
    'engagement.outcome': string | null
    /** More about the outcome, such as hard or soft bounce */
    'engagement.detail': string | null
    /** Whether the person opened it, as far as it can be told from software that opens everything */
    'engagement.is_opened': boolean | null
    /** Whether software opened it to protect the person */
    'engagement.is_opened_by_software': boolean | null
    /** Whether the person followed a link in it */
    'engagement.is_clicked': boolean | null
    /** Whether the person unsubscribed in it */
    'engagement.is_unsubscribed': boolean | null
    /** Whether the person reported it as spam */
    'engagement.is_complained': boolean | null
    /** Name, such as paid search or store */
    'engagement.channel': string | null
    /** Name */
    'engagement.campaign': string | null
    /** campaign: sent once to many people; flow: sent to one person when something happens; advertising; link: only links name it */
    'engagement.campaign_type': string | null
    /** Whether it is archived */
    'engagement.is_archived': boolean | null
    /** Calendar year */
    'engagement.year': number | null
    /** Quarter of the year, 1 to 4 */
    'engagement.quarter': number | null
    /** Month of the year, 1 to 12 */
    'engagement.month': number | null
    /** Day of the week, 1 is Monday */
    'engagement.iso_weekday': number | null
    /** Saturday or Sunday */
    'engagement.is_weekend': boolean | null
    /** Market of the customer: their country if the company sells there, else Other; Unknown without a country */
    'engagement.market': string | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'engagement.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'engagement.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'engagement.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'engagement.lifecycle_segment': string | null
    /** Surrogate key of the decision */
    'engagement_consents.consent_key': string | null
    /** The customer who decided; -1 while unknown */
    'engagement_consents.customer_key': string | null
    /** Source system */
    'engagement_consents.source': string | null
    /** Purpose: email_marketing, sms_marketing, profiling … */
    'engagement_consents.purpose': string | null
    /** consent, contract, legal_obligation, vital_interests, public_task or legitimate_interests (GDPR, article 6) */
    'engagement_consents.legal_basis': string | null
    /** The decision; unknown if the source uses a word that is not known, which never allows anything: granted, withdrawn or unknown */
    'engagement_consents.status': string | null
    /** Whether it allows the purpose: granted, and neither withdrawn nor unclear */
    'engagement_consents.is_allowed': boolean | null
    /** Whether the decision before it was another one; a copy of it in a second source is no change */
    'engagement_consents.is_change': boolean | null
    /** Where the person decided: checkout, preference_centre, call_centre … */
    'engagement_consents.channel': string | null
    /** Version of the policy that the person saw */
    'engagement_consents.policy_version': string | null
    /** Whether it is the last decision of the customer about the purpose */
    'engagement_consents.is_current': boolean | null
    /** Calendar year */
    'engagement_consents.year': number | null
    /** Quarter of the year, 1 to 4 */
    'engagement_consents.quarter': number | null
    /** Month of the year, 1 to 12 */
    'engagement_consents.month': number | null
    /** Day of the week, 1 is Monday */
    'engagement_consents.iso_weekday': number | null
    /** Saturday or Sunday */
    'engagement_consents.is_weekend': boolean | null
    /** Market of the customer: their country if the company sells there, else Other; Unknown without a country */
    'engagement_consents.market': string | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'engagement_consents.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'engagement_consents.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'engagement_consents.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'engagement_consents.lifecycle_segment': string | null
    /** Surrogate key of the response */
    'engagement_responses.response_key': string | null
    /** The person; -1 while unknown */
    'engagement_responses.customer_key': string | null
    /** Campaign; -2 for none, such as a choice in the preference centre, -1 if nobody says which */
    'engagement_responses.campaign_key': string | null
    /** Channel of the message */
    'engagement_responses.channel_key': string | null
    /** Source system */
    'engagement_responses.source': string | null
    /** Message that it is about, in its source */
    'engagement_responses.message_id': string | null
    /** What the person did: opened, clicked, subscribed, unsubscribed, complained or unknown */
    'engagement_responses.response_type': string | null
    /** Whether software did it, such as a mail program that opens every message */
    'engagement_responses.is_automatic': boolean | null
    /** Whether it is the first of its kind by the person to that message: counts people, not times */
    'engagement_responses.is_first': boolean | null
    /** Page of the link that was clicked, without its query string */
    'engagement_responses.url': string | null
    /** Name, such as paid search or store */
    'engagement_responses.channel': string | null
    /** Name */
    'engagement_responses.campaign': string | null
    /** campaign: sent once to many people; flow: sent to one person when something happens; advertising; link: only links name it */
    'engagement_responses.campaign_type': string | null
    /** Calendar year */
    'engagement_responses.year': number | null
    /** Quarter of the year, 1 to 4 */
    'engagement_responses.quarter': number | null
    /** Month of the year, 1 to 12 */
    'engagement_responses.month': number | null
    /** Day of the week, 1 is Monday */
    'engagement_responses.iso_weekday': number | null
    /** Saturday or Sunday */
    'engagement_responses.is_weekend': boolean | null
    /** Market of the customer: their country if the company sells there, else Other; Unknown without a country */
    'engagement_responses.market': string | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'engagement_responses.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'engagement_responses.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'engagement_responses.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'engagement_responses.lifecycle_segment': string | null
    /** Surrogate key of the session */
    'experience.session_key': string | null
    /** The person, as person_evidence says; -1 while unknown */
    'experience.customer_key': string | null
    /** Marketing channel that brought the visitor */
    'experience.channel_key': string | null
    /** Campaign of the link; -2 without a tag, -1 if the tag names no campaign */
    'experience.campaign_key': string | null
    /** Source system */
    'experience.source': string | null
    /** Where the first view or action was: web or app */
    'experience.place': string | null
    /** Kind of device, as the event or the browser says: desktop, phone, tablet, other or unknown */
    'experience.device_type': string | null
    /** Path of the first page, or name of the first screen */
    'experience.landing_page': string | null
    /** Path of the last page, or name of the last screen */
    'experience.exit_page': string | null
    /** Host of the page that the visitor came from */
    'experience.referrer_host': string | null
    /** Why it belongs to that person or to nobody: identified in the session, identified before and after, identified later, identified earlier, record of the visitor, several people in the session, several people around it, identity disagrees, outside the window or nobody identified */
    'experience.person_evidence': string | null
    /** Whether the visitor was identified during the session, as one person */
    'experience.is_identified': boolean | null
    /** Whether it has one view at most, and no action */
    'experience.is_bounce': boolean | null
    /** Furthest step on the way to an order: product viewed, product added, cart viewed, checkout started, delivery chosen, payment entered or order completed */
    'experience.furthest_step': string | null
    /** Currency of the value of its orders, ISO 4217 */
    'experience.currency': string | null
    /** What the visit was made with: the app, or the website on this kind of device */
    'experience.device': string | null
    /** Part of the website or app that the visit began in: the first part of the path, Home for the first page; Unknown if no page was seen */
    'experience.landing_group': string | null
    /** Whether it is known who the visitor is */
    'experience.is_known': boolean | null
    /** Whether an order was placed during the visit */
    'experience.has_ordered': boolean | null
    /** Name, such as paid search or store */
    'experience.channel': string | null
    /** Paid, owned, earned or direct for marketing; online or offline for sales */
    'experience.channel_group': string | null
    /** Name */
    'experience.campaign': string | null
    /** campaign: sent once to many people; flow: sent to one person when something happens; advertising; link: only links name it */
    'experience.campaign_type': string | null
    /** Calendar year */
    'experience.year': number | null
    /** Quarter of the year, 1 to 4 */
    'experience.quarter': number | null
    /** Month of the year, 1 to 12 */
    'experience.month': number | null
    /** Day of the week, 1 is Monday */
    'experience.iso_weekday': number | null
    /** Saturday or Sunday */
    'experience.is_weekend': boolean | null
    /** Market of the customer: their country if the company sells there, else Other; Unknown without a country */
    'experience.market': string | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'experience.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'experience.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'experience.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'experience.lifecycle_segment': string | null
    /** The visit, or the checkout if only the shop reports it */
    'experience_carts.cart_key': string | null
    /** The visit; missing if only the shop reports the checkout */
    'experience_carts.session_key': string | null
    /** The customer; -1 while unknown */
    'experience_carts.customer_key': string | null
    /** Marketing channel that brought the visit */
    'experience_carts.channel_key': string | null
    /** Campaign that brought the visit; -2 for none */
    'experience_carts.campaign_key': string | null
    /** What the visit was made with: app, desktop, phone, tablet, other or unknown */
    'experience_carts.device': string | null
    /** Furthest step before the order: product viewed, product added, cart viewed, checkout started, delivery chosen, payment entered or order completed */
    'experience_carts.furthest_step': string | null
    /** What became of it within the days that company/settings.ts declares as cartDays, else 14. The app counts as a device; the device of a purchase in a store, by telephone or without consent is unknown: ordered in the visit, ordered later on the same device, ordered later on another device, ordered later, device unknown, open or abandoned */
    'experience_carts.cart_state': string | null
    /** Whether it can still be won back: no purchase since, and not older than those days */
    'experience_carts.is_open': boolean | null
    /** The purchase that followed. Not additive: two carts can name one */
    'experience_carts.order_key': string | null
    /** Lines of the checkout, if the shop reports it. Additive */
    'experience_carts.line_count': number | null
    /** Name, such as paid search or store */
    'experience_carts.channel': string | null
    /** Paid, owned, earned or direct for marketing; online or offline for sales */
    'experience_carts.channel_group': string | null
    /** Name */
    'experience_carts.campaign': string | null
    /** Calendar year */
    'experience_carts.year': number | null
    /** Quarter of the year, 1 to 4 */
    'experience_carts.quarter': number | null
    /** Month of the year, 1 to 12 */
    'experience_carts.month': number | null
    /** Day of the week, 1 is Monday */
    'experience_carts.iso_weekday': number | null
    /** Saturday or Sunday */
    'experience_carts.is_weekend': boolean | null
    /** Market of the customer: their country if the company sells there, else Other; Unknown without a country */
    'experience_carts.market': string | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'experience_carts.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'experience_carts.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'experience_carts.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'experience_carts.lifecycle_segment': string | null
    /** The way, such as checkout */
    'experience_funnel.funnel_name': string | null
    /** Place of the step, from 1. Not additive */
    'experience_funnel.step_number': number | null
    /** The step */
    'experience_funnel.step_name': string | null
    /** What the attempts began with: app, desktop, phone, tablet, other or unknown */
    'experience_funnel.device': string | null
    /** Marketing channel that brought the visit in which they began */
    'experience_funnel.channel_key': string | null
    /** Who it was, at that moment: customer, prospect or nobody known */
    'experience_funnel.customer_kind': string | null
    /** Market of the customer; Unknown while nobody knows who it was */
    'experience_funnel.market': string | null
    /** Whether the way ends with this step */
    'experience_funnel.is_last_step': boolean | null
    /** Key of the row */
    'experience_funnel.slice_key': string | null
    /** RFM segment of the customer; No order for those who have never bought, and Unknown if nobody knows who it was */
    'experience_funnel.customer_segment': string | null
    /** Name, such as paid search or store */
    'experience_funnel.channel': string | null
    /** Paid, owned, earned or direct for marketing; online or offline for sales */
    'experience_funnel.channel_group': string | null
    /** What the paths lead to: purchase, ticket or silence */
    'experience_paths.outcome': string | null
    /** What they are made of: contacts or pages */
    'experience_paths.path_of': string | null
    /** 1 for the most common; 101 for all others. Not additive */
    'experience_paths.path_rank': number | null
    /** At most the last five, the earliest first, such as visit by email > order placed */
    'experience_paths.path': string | null
    /** How many there are; 0 if nothing was seen or for all others. Not additive */
    'experience_paths.step_count': number | null
    /** Outcomes with that path before them. Additive within an outcome and what paths are made of */
    'experience_paths.path_count': number | null
    /** Customers who went that way. Not additive: one can go several */
    'experience_paths.customer_count': number | null
    /** All such outcomes. The same in all rows of an outcome */
    'experience_paths.outcome_count': number | null
    /** Outcomes of all kinds with that path before them. Not additive: each kind of outcome repeats it */
    'experience_paths.all_path_count': number | null
    /** Outcomes of all kinds. The same in all rows of what paths are made of */
    'experience_paths.all_outcome_count': number | null
    /** Key of the row: outcome, what paths are made of and rank */
    'experience_paths.path_key': string | null
    /** Share of all such outcomes with this path before them */
    'experience_paths.outcome_share': number | null
    /** Surrogate key of the profile record */
    'identity.record_key': string | null
    /** Source system of the record */
    'identity.source': string | null
    /** The person; does not change from build to build */
    'identity.customer_key': string | null
    /** What joined the record to others */
    'identity.joined_by': string | null
    /** Its key before this table was built; null if the record is new */
    'identity.former_customer_key': string | null
    /** Why its key has changed; null if it has not */
    'identity.reason': string | null
    /** Market of the customer: their country if it is one of the markets in the settings, else Other; Unknown without a country */
    'identity.market': string | null
    /** Who it is, as far as records say: person, organisation, unconfirmed, anonymous or unknown */
    'identity.party_type': string | null
    /** Country */
    'identity.country': string | null
    /** Pairs to review, or values that are over-shared and join nobody: review or over-shared */
    'identity_backlog.part': string | null
    /** Why the pairs need a review, or the kind of value */
    'identity_backlog.reason': string | null
    /** Key of the row */
    'identity_backlog.backlog_key': string | null
    /** The person */
    'identity_golden_record.customer_key': string | null
    /** What the value is: name, email, phone, address, birth_date or country */
    'identity_golden_record.attribute': string | null
    /** The value */
    'identity_golden_record.value': string | null
    /** Rank among the values of the attribute; 1 is the best */
    'identity_golden_record.value_rank': number | null
    /** Whether the golden record uses it */
    'identity_golden_record.is_chosen': boolean | null
    /** Whether it has no faults */
    'identity_golden_record.is_valid': boolean | null
    /** Whether it may be chosen if there is no better one */
    'identity_golden_record.is_usable': boolean | null
    /** Faults of the value, comma-separated */
    'identity_golden_record.faults': string | null
    /** Source system of its best record */
    'identity_golden_record.source': string | null
    /** Its best profile record */
    'identity_golden_record.record_key': string | null
    /** Profile records that have it */
    'identity_golden_record.record_count': number | null
    /** Days between that change and the latest change of any record */
    'identity_golden_record.age_days': number | null
    /** Valid values of the attribute; different spellings of one value count once */
    'identity_golden_record.competing_count': number | null
    /** Whether there are several valid values of an attribute that a person has only one of */
    'identity_golden_record.has_conflict': boolean | null
    /** Key of the value: customer, attribute and rank */
    'identity_golden_record.value_key': string | null
    /** Sources that give this value, comma-separated */
    'identity_golden_record.said_by': string | null
    /** The model; later ones have higher numbers */
    'identity_match_findings.model_id': string | null
    /** Position among the findings of the model */
    'identity_match_findings.finding_number': number | null
    /** Whether it is the model that records are compared with */
    'identity_match_findings.is_in_use': boolean | null
    /** What is suspicious: prior at its bound, m at its bound, m of else is high or not converged */
    'identity_match_findings.kind': string | null
    /** The comparison or the blocking rule that it concerns, or the prior */
    'identity_match_findings.subject': string | null
    /** What it means */
    'identity_match_findings.meaning': string | null
    /** What to do */
    'identity_match_findings.remedy': string | null
    /** Key of the row: model and number of the finding */
    'identity_match_findings.finding_key': string | null
    /** The model; later ones have higher numbers */
    'identity_match_models.model_id': string | null
    /** Why it was trained */
    'identity_match_models.trained_because': string | null
    /** Whether it is the model that records are compared with */
    'identity_match_models.is_in_use': boolean | null
    /** Position of the comparison in the settings */
    'identity_match_models.comparison_number': number | null
    /** What is compared */
    'identity_match_models.comparison': string | null
    /** Position of the level: 0 for a missing value; the last for anything else */
    'identity_match_models.level_number': number | null
    /** How similar two values are */
    'identity_match_models.level': string | null
    /** Key of the row: model, comparison and level */
    'identity_match_models.level_key': string | null
    /** Match weight in bits, rounded down */
    'identity_match_weights.weight_from': number | null
    /** What became of them; a cannot-link rule forbids: together, apart or forbidden */
    'identity_match_weights.outcome': string | null
    /** Key of the row: weight and outcome */
    'identity_match_weights.weight_key': string | null
    /** Surrogate key of the row */
    'identity_quality.evaluation_key': string | null
    /** The evaluation */
    'identity_quality.evaluation_id': string | null
    /** What it was measured against */
    'identity_quality.measured_against': string | null
    /** What the figures describe: result, threshold, missed or false join */
    'identity_quality.part': string | null
    /** The threshold or the reason; all for the result */
    'identity_quality.label': string | null
    /** Whether the settings have this threshold */
    'identity_quality.is_in_use': boolean | null
    /** Whether it is the latest evaluation of its kind */
    'identity_quality.is_latest': boolean | null
    /** Pairs with at least this match weight are linked */
    'identity_quality.threshold': number | null
    /** Records of one customer */
    'identity_sizes.record_count': number | null
    /** The customer; -1 is the unknown member */
    'lifetime_value.customer_key': string | null
    /** False only for the unknown member */
    'lifetime_value.is_known': boolean | null
    /** customer: has bought; prospect: has not; and who is neither, because too little is known of them: customer, prospect, unconfirmed, anonymous or unknown */
    'lifetime_value.customer_type': string | null
    /** Country */
    'lifetime_value.country': string | null
    /** Their country if it is one of the markets in the settings, else Other; Unknown without a country */
    'lifetime_value.market': string | null
    /** Sales with a value above zero */
    'lifetime_value.order_count': number | null
    /** Of these, sales in currencies without an exchange rate, whose amounts are in no figure */
    'lifetime_value.unvalued_order_count': number | null
    /** Days from the first such sale to the as-of day */
    'lifetime_value.tenure_days': number | null
    /** Whether the customer placed an order */
    'lifetime_value.has_ordered': boolean | null
    /** Whether the customer placed two orders or more */
    'lifetime_value.is_repeat': boolean | null
    /** Net revenue of the customer to date */
    'lifetime_value.value': number | null
    /** Range that the lifetime value is in */
    'lifetime_value.value_bucket': string | null
    /** Lower end of the range, to sort the ranges by */
    'lifetime_value.value_bucket_from': number | null
    /** Band of the number of orders */
    'lifetime_value.order_count_bucket': string | null
    /** What is forecast: orders and value, orders only or none */
    'lifetime_value.forecast_status': string | null
    /** Why not everything is forecast */
    'lifetime_value.no_forecast_because': string | null
    /** The customers with whom the models were fitted; missing if nobody of the group has bought */
    'lifetime_value.model_group': string | null
    /** The model of orders, chosen by its backtest: BG/NBD, MBG/NBD or Pareto/NBD */
    'lifetime_value.forecast_model': string | null
    /** Probability that the customer has not left for good */
    'lifetime_value.alive_probability': number | null
    /** Net revenue to date and residual value; missing if it is not forecast */
    'lifetime_value.predicted_value_of_customer': number | null
    /** Range that the predicted value is in */
    'lifetime_value.predicted_bucket': string | null
    /** Lower end of the range, to sort the ranges by */
    'lifetime_value.predicted_bucket_from': number | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'lifetime_value.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'lifetime_value.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'lifetime_value.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'lifetime_value.lifecycle_segment': string | null
    /** Name */
    'lifetime_value.first_product': string | null
    /** Highest level of the category */
    'lifetime_value.first_product_category': string | null
    /** The customers */
    'lifetime_value_backtest.model_group': string | null
    /** The model, or the naive method: BG/NBD, MBG/NBD, Pareto/NBD, same as last year or mean of the segment */
    'lifetime_value_backtest.method_name': string | null
    /** Whether it is a naive method, which a model has to beat */
    'lifetime_value_backtest.is_baseline': boolean | null
    /** Whether forecasts of these customers are made with this method */
    'lifetime_value_backtest.is_used': boolean | null
    /** What is predicted of each customer: orders, or their net value: orders or value */
    'lifetime_value_backtest.target': string | null
    /** Place among the methods by RMSE; 1 is the best */
    'lifetime_value_backtest.error_rank': number | null
    /** Why not */
    'lifetime_value_backtest.not_published_because': string | null
    /** How the fit of the model ended: flat if the data hardly tell some parameters apart, edge if customers do not differ in one of them */
    'lifetime_value_backtest.fit_status': string | null
    /** Whether they differ by more than a fifth and more than three standard errors, so that models were fitted until the as-of day */
    'lifetime_value_backtest.has_drifted': boolean | null
    /** The customers */
    'lifetime_value_calibration.model_group': string | null
    /** The model, or the naive method: BG/NBD, MBG/NBD, Pareto/NBD, same as last year or mean of the segment */
    'lifetime_value_calibration.method_name': string | null
    /** Whether forecasts of these customers are made with this method */
    'lifetime_value_calibration.is_used': boolean | null
    /** What is predicted of each customer: orders, or their net value: orders or value */
    'lifetime_value_calibration.target': string | null
    /** Tenth of the customers; 1 has the highest forecasts */
    'lifetime_value_calibration.decile': number | null
    /** The customers */
    'lifetime_value_tracking.model_group': string | null
    /** The model, fitted to the calibration: BG/NBD, MBG/NBD or Pareto/NBD */
    'lifetime_value_tracking.model_name': string | null
    /** Whether forecasts of these customers are made with this method */
    'lifetime_value_tracking.is_used': boolean | null
    /** Week of the history, from 1 */
    'lifetime_value_tracking.week_number': number | null
    /** Whether the week is the last that ends in its month, to show figures so far by month */
    'lifetime_value_tracking.is_month_end': boolean | null
    /** Whether it is in the holdout, which the model has not seen */
    'lifetime_value_tracking.is_holdout': boolean | null
    /** Surrogate key of the movement */
    'loyalty.movement_key': string | null
    /** The member; -1 while unknown */
    'loyalty.customer_key': string | null
    /** Order that they were earned or redeemed with, as in fct_orders; missing if there is none */
    'loyalty.order_key': string | null
    /** Source system, which is the loyalty programme */
    'loyalty.source': string | null
    /** Number of the movement in its source */
    'loyalty.movement_id': string | null
    /** What happened to the points: earned, redeemed, expired or adjusted */
    'loyalty.movement_type': string | null
    /** Reason, in the words of the programme */
    'loyalty.reason': string | null
    /** Points; negative if they leave the account. Additive: the sum is the balance */
    'loyalty.points': number | null
    /** Calendar year */
    'loyalty.year': number | null
    /** Quarter of the year, 1 to 4 */
    'loyalty.quarter': number | null
    /** Month of the year, 1 to 12 */
    'loyalty.month': number | null
    /** Financial year, named after the calendar year in which it ends */
    'loyalty.financial_year': number | null
    /** Quarter of the financial year, 1 to 4 */
    'loyalty.financial_quarter': number | null
    /** Market of the customer: their country if the company sells there, else Other; Unknown without a country */
    'loyalty.market': string | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'loyalty.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'loyalty.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'loyalty.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'loyalty.lifecycle_segment': string | null
    /** Level in the loyalty programme, in its own words; none outside it, unknown before the first known one */
    'loyalty.loyalty_tier': string | null
    /** The member; -1 stands for all whose customer is unknown */
    'loyalty_balances.customer_key': string | null
    /** Loyalty programme */
    'loyalty_balances.source': string | null
    /** Calendar year */
    'loyalty_balances.year': number | null
    /** Quarter of the year, 1 to 4 */
    'loyalty_balances.quarter': number | null
    /** Month of the year, 1 to 12 */
    'loyalty_balances.month': number | null
    /** Financial year, named after the calendar year in which it ends */
    'loyalty_balances.financial_year': number | null
    /** Quarter of the financial year, 1 to 4 */
    'loyalty_balances.financial_quarter': number | null
    /** Market of the customer: their country if the company sells there, else Other; Unknown without a country */
    'loyalty_balances.market': string | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'loyalty_balances.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'loyalty_balances.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'loyalty_balances.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'loyalty_balances.lifecycle_segment': string | null
    /** Level in the loyalty programme, in its own words; none outside it, unknown before the first known one */
    'loyalty_balances.loyalty_tier': string | null
    /** Surrogate key of the order */
    'orders.order_key': string | null
    /** The customer; -1 while unknown */
    'orders.customer_key': string | null
    /** The store; -1 if nobody says which, -2 if it was not placed in one */
    'orders.store_key': string | null
    /** Profile record of the person who placed it */
    'orders.record_key': string | null
    /** Source system */
    'orders.source': string | null
    /** Number of the order in its source */
    'orders.order_id': string | null
    /** Kind of order: sale, return or adjustment */
    'orders.order_type': string | null
    /** Whether it was a test */
    'orders.is_test': boolean | null
    /** Whether it counts as an order: a sale above zero, neither a test nor cancelled, nor after the as-of day */
    'orders.is_purchase': boolean | null
    /** Its state; a draft, cancelled or voided order is no purchase and is worth nothing: draft, open, completed, cancelled or voided */
    'orders.status': string | null
    /** Where it was placed: web, store, app … or the source's own word */
    'orders.channel': string | null
    /** Why it is in no figure; missing if it is in them: test, status or future */
    'orders.excluded_because': string | null
    /** The minute of that day, 0 to 1439 */
    'orders.ordered_minute': number | null
    /** Country it was sold to */
    'orders.country': string | null
    /** That country if it is one of the markets in the settings, else Other or Unknown */
    'orders.sold_to_market': string | null
    /** State, province or county it was sold to */
    'orders.region': string | null
    /** Currency of the original amount, ISO 4217 */
    'orders.currency': string | null
    /** Whether it is known who placed the order */
    'orders.is_known_customer': boolean | null
    /** Whether it was placed on the day of the customer’s first order */
    'orders.is_first_order': boolean | null
    /** Market of the customer; of the country it was sold to if the customer is unknown, so that totals are complete */
    'orders.market': string | null
    /** Calendar year */
    'orders.year': number | null
    /** Quarter of the year, 1 to 4 */
    'orders.quarter': number | null
    /** Month of the year, 1 to 12 */
    'orders.month': number | null
    /** Financial year, named after the calendar year in which it ends */
    'orders.financial_year': number | null
    /** Quarter of the financial year, 1 to 4 */
    'orders.financial_quarter': number | null
    /** Day of the week, 1 is Monday */
    'orders.iso_weekday': number | null
    /** Saturday or Sunday */
    'orders.is_weekend': boolean | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'orders.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'orders.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'orders.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'orders.lifecycle_segment': string | null
    /** Name */
    'orders.store_name': string | null
    /** Surrogate key of the deal */
    'pipeline.deal_key': string | null
    /** The customer it is with, by its first contact; -1 while unknown */
    'pipeline.customer_key': string | null
    /** Business it is with; -2 if it is with a person only, -1 if nobody says with whom */
    'pipeline.company_key': string | null
    /** Who of the company owns it; -1 if nobody says */
    'pipeline.agent_key': string | null
    /** Source system */
    'pipeline.source': string | null
    /** Identifier of the deal in its source */
    'pipeline.deal_id': string | null
    /** Pipeline, which is a sequence of stages */
    'pipeline.pipeline': string | null
    /** Current stage */
    'pipeline.stage': string | null
    /** What came of it: open, won or lost */
    'pipeline.outcome': string | null
    /** Why it is in no figure; missing if it is in them: deleted */
    'pipeline.excluded_because': string | null
    /** Currency of the original amount, ISO 4217 */
    'pipeline.currency': string | null
    /** Name of the business */
    'pipeline.company_name': string | null
    /** Industry, in the words of the source */
    'pipeline.industry': string | null
    /** Country of its head office */
    'pipeline.company_country': string | null
    /** Identifier of the agent in that source */
    'pipeline.owner_id': string | null
    /** Calendar year */
    'pipeline.year': number | null
    /** Quarter of the year, 1 to 4 */
    'pipeline.quarter': number | null
    /** Month of the year, 1 to 12 */
    'pipeline.month': number | null
    /** Financial year, named after the calendar year in which it ends */
    'pipeline.financial_year': number | null
    /** Quarter of the financial year, 1 to 4 */
    'pipeline.financial_quarter': number | null
    /** Market of the customer: their country if the company sells there, else Other; Unknown without a country */
    'pipeline.market': string | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'pipeline.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'pipeline.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'pipeline.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'pipeline.lifecycle_segment': string | null
    /** The product */
    'product_demand.product_key': string | null
    /** Whether it is in stock: in stock, out of stock or unknown */
    'product_demand.availability': string | null
    /** Whether it may be suggested: sold within a year, in the catalogue, and not out of stock */
    'product_demand.is_offered': boolean | null
    /** Whether that lower end is above 0.1: something that is used up, rather than owned */
    'product_demand.is_bought_again': boolean | null
    /** Name */
    'product_demand.product_name': string | null
    /** Brand */
    'product_demand.brand': string | null
    /** Highest level of the category */
    'product_demand.category_1': string | null
    /** Second level; the first if the path ends there */
    'product_demand.category_2': string | null
    /** Third level; the one above if the path ends there */
    'product_demand.category_3': string | null
    /** Whether it is offered; unknown if the source has sales and no catalogue: active, draft, archived or unknown */
    'product_demand.catalogue_status': string | null
    /** The product that somebody looks at or has */
    'product_offers.product_key': string | null
    /** With it, what is significantly often in the same purchase; instead of it, a dearer product of the same category: cross-sell or up-sell */
    'product_offers.kind': string | null
    /** 1 for the best offer. Not additive */
    'product_offers.offer_rank': number | null
    /** What to offer */
    'product_offers.offered_product_key': string | null
    /** Its name */
    'product_offers.offered_product_name': string | null
    /** Why, in words */
    'product_offers.reason': string | null
    /** Name */
    'product_offers.product_name': string | null
    /** Brand */
    'product_offers.brand': string | null
    /** Highest level of the category */
    'product_offers.category_1': string | null
    /** Second level; the first if the path ends there */
    'product_offers.category_2': string | null
    /** Third level; the one above if the path ends there */
    'product_offers.category_3': string | null
    /** Surrogate key of the return */
    'product_returns.return_key': string | null
    /** The line of the refund, as in fct_order_lines; missing for a request */
    'product_returns.order_line_key': string | null
    /** Order that the refund stands in, as in fct_orders; missing if it is not known */
    'product_returns.order_key': string | null
    /** The customer; -1 while unknown */
    'product_returns.customer_key': string | null
    /** Store of the order; -1 if nobody says which, -2 if it was not placed in one */
    'product_returns.store_key': string | null
    /** Source system of the refund, or of the request if there is none */
    'product_returns.source': string | null
    /** Goods that were refunded, money that was paid back without goods, or a request: goods, money only or request */
    'product_returns.return_type': string | null
    /** How far it has come: requested, in transit, received, refunded or cancelled */
    'product_returns.state': string | null
    /** Whether the carrier says that the goods have arrived; missing without a request */
    'product_returns.is_received': boolean | null
    /** Why it is in no figure; missing if it is in them: test, status or future */
    'product_returns.excluded_because': string | null
    /** Currency of the original amount; XXX for a request */
    'product_returns.currency': string | null
    /** Days from the order to the refund. Not additive: average it */
    'product_returns.days_from_order': number | null
    /** Days from the request to the refund. Not additive: average it */
    'product_returns.days_from_request': number | null
    /** The product, whatever version of it; -1 is the unknown member, -2 stands for no product */
    'product_returns.product_key': string | null
    /** Name */
    'product_returns.product_name': string | null
    /** Brand */
    'product_returns.brand': string | null
    /** Highest level of the category */
    'product_returns.category_1': string | null
    /** Second level; the first if the path ends there */
    'product_returns.category_2': string | null
    /** Third level; the one above if the path ends there */
    'product_returns.category_3': string | null
    /** Name */
    'product_returns.store_name': string | null
    /** Calendar year */
    'product_returns.year': number | null
    /** Quarter of the year, 1 to 4 */
    'product_returns.quarter': number | null
    /** Month of the year, 1 to 12 */
    'product_returns.month': number | null
    /** Financial year, named after the calendar year in which it ends */
    'product_returns.financial_year': number | null
    /** Quarter of the financial year, 1 to 4 */
    'product_returns.financial_quarter': number | null
    /** Market of the customer: their country if the company sells there, else Other; Unknown without a country */
    'product_returns.market': string | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'product_returns.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'product_returns.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'product_returns.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'product_returns.lifecycle_segment': string | null
    /** The product that is in the basket */
    'product_rules.product_key': string | null
    /** The product that is in it, too */
    'product_rules.other_product_key': string | null
    /** Purchases with the first. Not additive */
    'product_rules.product_count': number | null
    /** Purchases with the other. Not additive */
    'product_rules.other_product_count': number | null
    /** Whether q is at most 0.01 and the lift above 1 */
    'product_rules.is_significant': boolean | null
    /** Name */
    'product_rules.product_name': string | null
    /** Highest level of the category */
    'product_rules.category_1': string | null
    /** Name */
    'product_rules.other_product_name': string | null
    /** Highest level of the category */
    'product_rules.other_category_1': string | null
    /** How products are ranked: by popularity alone, by what the customers who bought the same bought, or by what is in the same purchases: popularity, customers or orders */
    'product_suggestion_tests.method': string | null
    /** How many suggestions each customer would have got */
    'product_suggestion_tests.cut_off': number | null
    /** Customers who bought before the period and in it. Not additive */
    'product_suggestion_tests.customer_count': number | null
    /** Whether mart_next_best_product is ranked by this method */
    'product_suggestion_tests.is_published': boolean | null
    /** The customer */
    'product_suggestions.customer_key': string | null
    /** 1 for the best suggestion. Not additive */
    'product_suggestions.suggestion_rank': number | null
    /** What to offer */
    'product_suggestions.product_key': string | null
    /** Its name */
    'product_suggestions.product_name': string | null
    /** Something else, a dearer product of the same kind as one that they have, or one that they have and may need again: cross-sell, up-sell or again */
    'product_suggestions.kind': string | null
    /** How it was ranked; the backtest says how good that is: popularity, customers or orders */
    'product_suggestions.method': string | null
    /** What they bought that it follows from; missing if it is just popular */
    'product_suggestions.because_product_key': string | null
    /** Why, in words */
    'product_suggestions.reason': string | null
    /** Whether it is in stock; what is sold out is not suggested: in stock or unknown */
    'product_suggestions.availability': string | null
    /** Brand */
    'product_suggestions.brand': string | null
    /** Highest level of the category */
    'product_suggestions.category_1': string | null
    /** Second level; the first if the path ends there */
    'product_suggestions.category_2': string | null
    /** Third level; the one above if the path ends there */
    'product_suggestions.category_3': string | null
    /** Market of the customer: their country if the company sells there, else Other; Unknown without a country */
    'product_suggestions.market': string | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'product_suggestions.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'product_suggestions.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'product_suggestions.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'product_suggestions.lifecycle_segment': string | null
    /** Surrogate key of the line */
    'products.order_line_key': string | null
    /** Order the line belongs to */
    'products.order_key': string | null
    /** The customer; -1 while unknown */
    'products.customer_key': string | null
    /** The product with the list price that it had then */
    'products.product_version_key': string | null
    /** Store of the order; -1 if nobody says which, -2 if it was not placed in one */
    'products.store_key': string | null
    /** Source system */
    'products.source': string | null
    /** Kind of line: sale, return, adjustment or write_off */
    'products.line_type': string | null
    /** Whether the product is merchandise, not postage, a fee, a gift card or similar */
    'products.is_merchandise': boolean | null
    /** Whether it is for goods or services, not postage, a gift card, a tip or a donation */
    'products.is_sale': boolean | null
    /** Whether the order was a test */
    'products.is_test': boolean | null
    /** Its state; a draft, cancelled or voided order is no purchase and is worth nothing: draft, open, completed, cancelled or voided */
    'products.status': string | null
    /** Where it was placed: web, store, app … or the source's own word */
    'products.channel': string | null
    /** State, province or county it was sold to */
    'products.region': string | null
    /** Why it is in no figure; missing if it is in them: test, status or future */
    'products.excluded_because': string | null
    /** Currency of the original amounts, ISO 4217 */
    'products.currency': string | null
    /** The product, whatever version of it; -1 is the unknown member, -2 stands for no product */
    'products.product_key': string | null
    /** Product in its source */
    'products.product_id': string | null
    /** Name */
    'products.product_name': string | null
    /** Kind of product; unallocated is what the lines lack, or have too much, to make the record's own total: merchandise, postage, fee, discount, sample, gift_card, tip, donation, manual, unallocated, test or unknown */
    'products.product_type': string | null
    /** Brand */
    'products.brand': string | null
    /** Highest level of the category */
    'products.category_1': string | null
    /** Second level; the first if the path ends there */
    'products.category_2': string | null
    /** Third level; the one above if the path ends there */
    'products.category_3': string | null
    /** Whether it is offered; unknown if the source has sales and no catalogue: active, draft, archived or unknown */
    'products.catalogue_status': string | null
    /** Number of the order in its source */
    'products.order_id': string | null
    /** Kind of order: sale, return or adjustment */
    'products.order_type': string | null
    /** Country it was sold to */
    'products.country': string | null
    /** Market of the customer; of the country it was sold to if the customer is unknown, so that totals are complete */
    'products.market': string | null
    /** Name */
    'products.store_name': string | null
    /** Calendar year */
    'products.year': number | null
    /** Quarter of the year, 1 to 4 */
    'products.quarter': number | null
    /** Month of the year, 1 to 12 */
    'products.month': number | null
    /** Financial year, named after the calendar year in which it ends */
    'products.financial_year': number | null
    /** Quarter of the financial year, 1 to 4 */
    'products.financial_quarter': number | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'products.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'products.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'products.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'products.lifecycle_segment': string | null
    /** Calendar months since the month of the first order, which is 0 */
    'retention.months_since_first_order': number | null
    /** Whether the month is over. If not, its figures still grow: leave it out when cohorts are compared */
    'retention.is_complete': boolean | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it */
    'retention.first_channel': string | null
    /** Paid, owned, earned or direct for marketing; online or offline for sales */
    'retention.channel_group': string | null
    /** Whether the company pays for each contact */
    'retention.is_paid': boolean | null
    /** Calendar months since the month of the first order, which is 0 */
    'retention_by_product.months_since_first_order': number | null
    /** Whether the month is over. If not, its figures still grow: leave it out when cohorts are compared */
    'retention_by_product.is_complete': boolean | null
    /** Name */
    'retention_by_product.first_product': string | null
    /** Highest level of the category */
    'retention_by_product.first_product_category': string | null
    /** Calendar months since the month of the first order, which is 0 */
    'retention_by_store.months_since_first_order': number | null
    /** Whether the month is over. If not, its figures still grow: leave it out when cohorts are compared */
    'retention_by_store.is_complete': boolean | null
    /** Name */
    'retention_by_store.first_store': string | null
    /** Whether it moves, such as a stall or a van */
    'retention_by_store.is_mobile': boolean | null
    /** What the month is compared with: month before or year before */
    'revenue_changes.comparison': string | null
    /** How sales are divided: all sales, customer segment, first channel, market, product category or new or returning */
    'revenue_changes.breakdown': string | null
    /** The part: a segment, channel, market, category, or new and returning customers */
    'revenue_changes.part': string | null
    /** Whether the part grew or shrank: up, down or same */
    'revenue_changes.direction': string | null
    /** Place among the parts that moved the same way, from 1 for the largest change */
    'revenue_changes.direction_rank': number | null
    /** The change in words */
    'revenue_changes.sentence': string | null
    /** The customer */
    'rfm.customer_key': string | null
    /** Days from the last sale to the as-of day */
    'rfm.recency_days': number | null
    /** Sales with a value above zero */
    'rfm.frequency': number | null
    /** 5 less the full fifths of customers who ordered more recently */
    'rfm.recency_score': number | null
    /** 1 and the full fifths of customers who ordered less often */
    'rfm.frequency_score': number | null
    /** 1 and the full fifths of customers who are worth less */
    'rfm.monetary_score': number | null
    /** The three scores, e.g. 545 */
    'rfm.rfm_code': string | null
    /** Segment: Champions, Loyal, Potential loyalists, New, Promising, Needs attention, About to sleep, At risk, Cannot lose, Hibernating or Lost */
    'rfm.segment': string | null
    /** Position of the segment, from 1 for the best to 11 for the worst */
    'rfm.segment_rank': number | null
    /** Country */
    'rfm.country': string | null
    /** Market of the customer: their country if the company sells there, else Other; Unknown without a country */
    'rfm.market': string | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'rfm.first_channel': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'rfm.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'rfm.lifecycle_segment': string | null
    /** Segment, as in mart_segment */
    'segment_members.segment_name': string | null
    /** The member */
    'segment_members.customer_key': string | null
    /** What people call it */
    'segment_members.title': string | null
    /** Who answers for it */
    'segment_members.owner': string | null
    /** What it is for */
    'segment_members.purpose': string | null
    /** customer: has bought; prospect: has not; and who is neither, because too little is known of them: customer, prospect, unconfirmed, anonymous or unknown */
    'segment_members.customer_type': string | null
    /** Country */
    'segment_members.country': string | null
    /** Market of the customer: their country if the company sells there, else Other; Unknown without a country */
    'segment_members.market': string | null
    /** Risk in words; lapsed customers have ordered nothing for 365 days: high, medium, low, lapsed or not scored */
    'segment_members.risk_band': string | null
    /** good: 70 and more; fair: 40 and more; poor: less: good, fair or poor */
    'segment_members.health_band': string | null
    /** Decision about marketing by email: unknown is one that nobody understood, which never allows anything: granted, withdrawn, unknown or no decision */
    'segment_members.email_consent': string | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'segment_members.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'segment_members.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'segment_members.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'segment_members.lifecycle_segment': string | null
    /** Name */
    'segment_members.first_product': string | null
    /** Highest level of the category */
    'segment_members.first_product_category': string | null
    /** Number of the movement */
    'segment_movements.movement_id': string | null
    /** Number of the build whose publication saw it */
    'segment_movements.run_id': number | null
    /** Segment, as in the segments */
    'segment_movements.segment_name': string | null
    /** Who moved; a merged customer keeps the former key */
    'segment_movements.customer_key': string | null
    /** Whether the customer entered or left */
    'segment_movements.movement': string | null
    /** rule: the condition holds now, or no longer; merged: the customer is another one now; no longer declared: the segment is gone */
    'segment_movements.because': string | null
    /** What people call it */
    'segment_movements.title': string | null
    /** Who answers for it */
    'segment_movements.owner': string | null
    /** Country */
    'segment_movements.country': string | null
    /** Market of the customer: their country if the company sells there, else Other; Unknown without a country */
    'segment_movements.market': string | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'segment_movements.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'segment_movements.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'segment_movements.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'segment_movements.lifecycle_segment': string | null
    /** A segment */
    'segment_overlap.segment_name': string | null
    /** Another segment */
    'segment_overlap.other_segment_name': string | null
    /** Name of the segment, as in its file */
    'segments.segment_name': string | null
    /** What people call it */
    'segments.title': string | null
    /** Who answers for it */
    'segments.owner': string | null
    /** What it is for */
    'segments.purpose': string | null
    /** Who is in it, as SQL over mart_customer_360 */
    'segments.predicate': string | null
    /** Whether it could be computed: computed or failed */
    'segments.status': string | null
    /** Why it could not be computed as of that day; it then has no figures */
    'segments.problem': string | null
    /** Surrogate key of the case */
    'service.case_key': string | null
    /** The customer who asked; -1 while unknown, and for colleagues */
    'service.customer_key': string | null
    /** Agent it is assigned to now; -2 if it is assigned to nobody */
    'service.agent_key': string | null
    /** Source system */
    'service.source': string | null
    /** Number of the case in its source */
    'service.case_id': string | null
    /** How it arrived: email, web, chat, phone, social … */
    'service.channel': string | null
    /** question, incident, problem or task */
    'service.case_type': string | null
    /** Its state: new, open, waiting, solved or deleted */
    'service.status': string | null
    /** low, normal, high or urgent */
    'service.priority': string | null
    /** Who opened it: customer or agent */
    'service.opened_by': string | null
    /** What the customer thought of the help: good or bad */
    'service.satisfaction': string | null
    /** Why it does not count; missing if it does: deleted, spam, test or internal */
    'service.excluded_because': string | null
    /** Whether somebody still has to solve it */
    'service.is_open': boolean | null
    /** How often it was reopened; 0 if the source does not say. Additive */
    'service.reopen_count': number | null
    /** Identifier of the agent in that source */
    'service.agent_id': string | null
    /** Name, as the source shows it */
    'service.agent_name': string | null
    /** A person, or an account that several people answer from; unknown without a record: agent, administrator, shared account, unknown or not applicable */
    'service.agent_type': string | null
    /** Calendar year */
    'service.year': number | null
    /** Quarter of the year, 1 to 4 */
    'service.quarter': number | null
    /** Month of the year, 1 to 12 */
    'service.month': number | null
    /** Day of the week, 1 is Monday */
    'service.iso_weekday': number | null
    /** Saturday or Sunday */
    'service.is_weekend': boolean | null
    /** Market of the customer: their country if the company sells there, else Other; Unknown without a country */
    'service.market': string | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'service.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'service.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'service.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'service.lifecycle_segment': string | null
    /** The request, as in fct_support_cases */
    'service_backlog.case_key': string | null
    /** The customer who asked; -1 while unknown */
    'service_backlog.customer_key': string | null
    /** Agent it is assigned to now; -2 if it is assigned to nobody */
    'service_backlog.agent_key': string | null
    /** Source system */
    'service_backlog.source': string | null
    /** How it arrived: email, web, chat, phone, social … */
    'service_backlog.channel': string | null
    /** Whether it is known when it was solved or closed; true while it is open */
    'service_backlog.is_end_known': boolean | null
    /** Identifier of the agent in that source */
    'service_backlog.agent_id': string | null
    /** Name, as the source shows it */
    'service_backlog.agent_name': string | null
    /** A person, or an account that several people answer from; unknown without a record: agent, administrator, shared account, unknown or not applicable */
    'service_backlog.agent_type': string | null
    /** Calendar year */
    'service_backlog.year': number | null
    /** Quarter of the year, 1 to 4 */
    'service_backlog.quarter': number | null
    /** Month of the year, 1 to 12 */
    'service_backlog.month': number | null
    /** Financial year, named after the calendar year in which it ends */
    'service_backlog.financial_year': number | null
    /** Quarter of the financial year, 1 to 4 */
    'service_backlog.financial_quarter': number | null
    /** Market of the customer: their country if the company sells there, else Other; Unknown without a country */
    'service_backlog.market': string | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'service_backlog.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'service_backlog.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'service_backlog.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'service_backlog.lifecycle_segment': string | null
    /** Surrogate key of the call */
    'service_calls.call_key': string | null
    /** The customer who called or was called; -1 while the number is nobody we know, or withheld */
    'service_calls.customer_key': string | null
    /** The last agent who spoke; -2 if none did */
    'service_calls.agent_key': string | null
    /** Source system */
    'service_calls.source': string | null
    /** Identifier of the call in its source */
    'service_calls.call_id': string | null
    /** inbound from the customer, or outbound */
    'service_calls.direction': string | null
    /** How it ended; abandoned means in a queue, self-service that it never reached one: answered, abandoned, self-service, unreached or open */
    'service_calls.outcome': string | null
    /** What the agent said the call was about */
    'service_calls.reason': string | null
    /** customer, agent or system */
    'service_calls.hung_up_by': string | null
    /** The last queue that it waited in */
    'service_calls.queue_id': string | null
    /** Whether the network did not show a number of the customer */
    'service_calls.is_withheld': boolean | null
    /** Whether only people of the company took part */
    'service_calls.is_internal': boolean | null
    /** Identifier of the agent in that source */
    'service_calls.agent_id': string | null
    /** Name, as the source shows it */
    'service_calls.agent_name': string | null
    /** A person, or an account that several people answer from; unknown without a record: agent, administrator, shared account, unknown or not applicable */
    'service_calls.agent_type': string | null
    /** Calendar year */
    'service_calls.year': number | null
    /** Quarter of the year, 1 to 4 */
    'service_calls.quarter': number | null
    /** Month of the year, 1 to 12 */
    'service_calls.month': number | null
    /** Day of the week, 1 is Monday */
    'service_calls.iso_weekday': number | null
    /** Saturday or Sunday */
    'service_calls.is_weekend': boolean | null
    /** Market of the customer: their country if the company sells there, else Other; Unknown without a country */
    'service_calls.market': string | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'service_calls.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'service_calls.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'service_calls.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'service_calls.lifecycle_segment': string | null
    /** Surrogate key of the answer */
    'service_surveys.survey_response_key': string | null
    /** The customer who answered; -1 while unknown */
    'service_surveys.customer_key': string | null
    /** Agent whose help it is about; -2 if it is not about one */
    'service_surveys.agent_key': string | null
    /** Request for help that it is about; missing if it is about none */
    'service_surveys.case_key': string | null
    /** Source system */
    'service_surveys.source': string | null
    /** Identifier of the response in its source; answers to several questions share it */
    'service_surveys.response_id': string | null
    /** Survey or form */
    'service_surveys.survey_id': string | null
    /** What is asked for: recommendation, satisfaction, effort, something else, or only a comment: nps, csat, ces, other or feedback */
    'service_surveys.survey_type': string | null
    /** The question, if the source has it */
    'service_surveys.question': string | null
    /** Group of the net promoter score: 9 and 10, 7 and 8, or less: promoter, passive or detractor */
    'service_surveys.nps_group': string | null
    /** Whether the person also wrote something */
    'service_surveys.has_comment': boolean | null
    /** Lowest possible score. Not additive */
    'service_surveys.scale_min': number | null
    /** Highest possible score. Not additive */
    'service_surveys.scale_max': number | null
    /** Channel of the request for help that the answer is about, or else the source of the survey */
    'service_surveys.channel': string | null
    /** Identifier of the agent in that source */
    'service_surveys.agent_id': string | null
    /** Name, as the source shows it */
    'service_surveys.agent_name': string | null
    /** question, incident, problem or task */
    'service_surveys.case_type': string | null
    /** low, normal, high or urgent */
    'service_surveys.priority': string | null
    /** Market of the customer: their country if the company sells there, else Other; Unknown without a country */
    'service_surveys.market': string | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'service_surveys.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'service_surveys.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'service_surveys.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'service_surveys.lifecycle_segment': string | null
    /** The plan; -1 if it is not known */
    'subscription_cohorts.plan_key': string | null
    /** Renewals; 0 is the start */
    'subscription_cohorts.renewal_number': number | null
    /** Name of the plan */
    'subscription_cohorts.plan_name': string | null
    /** Unit of the interval at which it is billed: day, week, month or year */
    'subscription_cohorts.interval_unit': string | null
    /** Number of units in an interval */
    'subscription_cohorts.interval_count': number | null
    /** The subscription, as in fct_subscriptions */
    'subscription_months.subscription_key': string | null
    /** The subscriber; -1 while unknown */
    'subscription_months.customer_key': string | null
    /** Plan; -1 if it is not known */
    'subscription_months.plan_key': string | null
    /** Source system */
    'subscription_months.source': string | null
    /** Currency of the original amounts, ISO 4217 */
    'subscription_months.currency': string | null
    /** What happened to it in the month: new, reactivation, expansion, contraction, churn or none */
    'subscription_months.movement': string | null
    /** Name of the plan */
    'subscription_months.plan_name': string | null
    /** Unit of the interval at which it is billed: day, week, month or year */
    'subscription_months.interval_unit': string | null
    /** Number of units in an interval */
    'subscription_months.interval_count': number | null
    /** Calendar year */
    'subscription_months.year': number | null
    /** Quarter of the year, 1 to 4 */
    'subscription_months.quarter': number | null
    /** Month of the year, 1 to 12 */
    'subscription_months.month': number | null
    /** Financial year, named after the calendar year in which it ends */
    'subscription_months.financial_year': number | null
    /** Quarter of the financial year, 1 to 4 */
    'subscription_months.financial_quarter': number | null
    /** Market of the customer: their country if the company sells there, else Other; Unknown without a country */
    'subscription_months.market': string | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'subscription_months.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'subscription_months.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'subscription_months.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'subscription_months.lifecycle_segment': string | null
    /** The plan; -1 if it is not known */
    'subscription_retention.plan_key': string | null
    /** Renewals agreed to so far; 0 is the start */
    'subscription_retention.renewal_number': number | null
    /** Months from the start of a subscription to the renewal */
    'subscription_retention.month_number': number | null
    /** Name of the plan */
    'subscription_retention.plan_name': string | null
    /** Unit of the interval at which it is billed: day, week, month or year */
    'subscription_retention.interval_unit': string | null
    /** Number of units in an interval */
    'subscription_retention.interval_count': number | null
    /** Surrogate key of the subscription */
    'subscriptions.subscription_key': string | null
    /** The subscriber; -1 while unknown */
    'subscriptions.customer_key': string | null
    /** Plan; that of the first item if there are several; -1 if it is not known */
    'subscriptions.plan_key': string | null
    /** Source system */
    'subscriptions.source': string | null
    /** Identifier in its source */
    'subscriptions.subscription_id': string | null
    /** Its state; one that is incomplete or expired waits for its first payment, or waited in vain: incomplete, expired, trialing, active, past_due, paused or cancelled */
    'subscriptions.status': string | null
    /** Why it is in no figure; missing if it is in them: test or future */
    'subscriptions.excluded_because': string | null
    /** Whether it is paid for on the as-of day */
    'subscriptions.is_paying': boolean | null
    /** Whether it is in its trial on the as-of day */
    'subscriptions.is_in_trial': boolean | null
    /** Why it was cancelled */
    'subscriptions.cancellation_reason': string | null
    /** Currency of the original amounts, ISO 4217 */
    'subscriptions.currency': string | null
    /** Days that it has been paid for until the as-of day. Additive */
    'subscriptions.paid_days': number | null
    /** Name of the plan */
    'subscriptions.plan_name': string | null
    /** Unit of the interval at which it is billed: day, week, month or year */
    'subscriptions.interval_unit': string | null
    /** Number of units in an interval */
    'subscriptions.interval_count': number | null
    /** Calendar year */
    'subscriptions.year': number | null
    /** Quarter of the year, 1 to 4 */
    'subscriptions.quarter': number | null
    /** Month of the year, 1 to 12 */
    'subscriptions.month': number | null
    /** Financial year, named after the calendar year in which it ends */
    'subscriptions.financial_year': number | null
    /** Quarter of the financial year, 1 to 4 */
    'subscriptions.financial_quarter': number | null
    /** Market of the customer: their country if the company sells there, else Other; Unknown without a country */
    'subscriptions.market': string | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'subscriptions.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'subscriptions.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'subscriptions.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'subscriptions.lifecycle_segment': string | null
    /** Surrogate key of the message or survey answer */
    'voice.statement_key': string | null
    /** The customer who wrote it; -1 while unknown */
    'voice.customer_key': string | null
    /** Product of the catalogue that it names; -2 if it names none, or does not say which of several */
    'voice.product_key': string | null
    /** What it is: support message, private message, public post or survey comment */
    'voice.statement_type': string | null
    /** How it arrived: email, web, chat, phone, facebook, survey … */
    'voice.channel': string | null
    /** Source system */
    'voice.source': string | null
    /** Request for help that it is part of */
    'voice.case_key': string | null
    /** Why its request for help does not count; missing if it does: deleted, spam, test or internal */
    'voice.excluded_because': string | null
    /** What it is about, by the declared topics; empty if none applies, comma-separated */
    'voice.topics': string | null
    /** Language that was recognised, ISO 639-1 */
    'voice.language': string | null
    /** Words. Additive */
    'voice.word_count': number | null
    /** How the customer felt, by the words: positive, neutral or negative */
    'voice.sentiment': string | null
    /** How many words, phrases and signs the sentiment rests on; 0 for a neutral text without any. Additive */
    'voice.evidence_count': number | null
    /** Why it has no sentiment; missing if it has one: no text, no words, too short, other language or unknown language */
    'voice.unscored_because': string | null
    /** Name */
    'voice.product_name': string | null
    /** Highest level of the category */
    'voice.category_1': string | null
    /** Second level; the first if the path ends there */
    'voice.category_2': string | null
    /** Third level; the one above if the path ends there */
    'voice.category_3': string | null
    /** Calendar year */
    'voice.year': number | null
    /** Quarter of the year, 1 to 4 */
    'voice.quarter': number | null
    /** Month of the year, 1 to 12 */
    'voice.month': number | null
    /** Day of the week, 1 is Monday */
    'voice.iso_weekday': number | null
    /** Saturday or Sunday */
    'voice.is_weekend': boolean | null
    /** Market of the customer: their country if the company sells there, else Other; Unknown without a country */
    'voice.market': string | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'voice.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'voice.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'voice.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'voice.lifecycle_segment': string | null
    /** What the texts have in common: nothing, the segment of the customer, or the product that they name: all, segment or product */
    'voice_terms.group_type': string | null
    /** The segment, or the name of the product */
    'voice_terms.group_name': string | null
    /** A word, or two words that follow each other */
    'voice_terms.term': string | null
    /** 1 for the most special term of the group. Not additive */
    'voice_terms.term_rank': number | null
    /** The text */
    'voice_topics.statement_key': string | null
    /** The topic; no topic for texts in which no declared word occurs */
    'voice_topics.topic': string | null
    /** Key of the row: text and topic */
    'voice_topics.topic_key': string | null
    /** What it is: support message, private message, public post or survey comment */
    'voice_topics.statement_type': string | null
    /** How it arrived: email, web, chat, phone, facebook, survey … */
    'voice_topics.channel': string | null
    /** Source system */
    'voice_topics.source': string | null
    /** Request for help that it is part of */
    'voice_topics.case_key': string | null
    /** Why its request for help does not count; missing if it does: deleted, spam, test or internal */
    'voice_topics.excluded_because': string | null
    /** Language that was recognised, ISO 639-1 */
    'voice_topics.language': string | null
    /** How the customer felt, by the words: positive, neutral or negative */
    'voice_topics.sentiment': string | null
    /** The customer who wrote it; -1 while unknown */
    'voice_topics.customer_key': string | null
    /** Name */
    'voice_topics.product_name': string | null
    /** Highest level of the category */
    'voice_topics.category_1': string | null
    /** Second level; the first if the path ends there */
    'voice_topics.category_2': string | null
    /** Third level; the one above if the path ends there */
    'voice_topics.category_3': string | null
    /** Market of the customer: their country if the company sells there, else Other; Unknown without a country */
    'voice_topics.market': string | null
    /** Channel of the customer’s first contact; Unknown if nothing was seen of it, or nobody knows who the customer is */
    'voice_topics.first_channel': string | null
    /** RFM segment of the customer; No order for those who have never bought, Unknown for unknown customers */
    'voice_topics.customer_segment': string | null
    /** Band of what the customer has been worth so far; none before the first order, Unknown for unknown customers */
    'voice_topics.value_band': string | null
    /** Where the customer stands: prospect, new, returning, lapsing or lapsed; Unknown for unknown customers */
    'voice_topics.lifecycle_segment': string | null
  }
  times: {
    /** First day of the month of the cost, and of the first purchases */
    'acquisition.month_start_date': string | null
    /** First day of the month of the purchase */
    'attribution.ordered_month_date': string | null
    /** First day of the month in which it happened */
    'attribution_coverage.month_start_date': string | null
    /** First day with a cost */
    'attribution_performance.first_spent_date': string | null
    /** Last day with a cost */
    'attribution_performance.last_spent_date': string | null
    /** When its rows were made, UTC. It is built again only if what it reads or its definition has changed */
    'catalogue.built_at': string | null
    /** The model knows what happened before this day */
    'churn.model_fitted_until_date': string | null
    /** The day as of which this holds */
    'churn.as_of_date': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'churn.cohort_month': string | null
    /** Day from which the check predicts; missing if the history is too short */
    'churn_backtest.checked_from_date': string | null
    /** What happened from this day on is not in the fit: first day of the month of the build, or after drift the day after it */
    'churn_backtest.fitted_until_date': string | null
    /** When a source first knew the person */
    'customer_360.first_seen_date': string | null
    /** The day of that contact */
    'customer_360.first_contact_date': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'customer_360.cohort_month': string | null
    /** Day of the first such sale */
    'customer_360.first_ordered_date': string | null
    /** Day of the last such sale */
    'customer_360.last_ordered_date': string | null
    /** The last order and the typical wait; it may have passed */
    'customer_360.expected_next_order_date': string | null
    /** When the last visit began */
    'customer_360.last_visit_at': string | null
    /** When something was put into it */
    'customer_360.open_cart_since_at': string | null
    /** The day as of which this holds */
    'customer_360.as_of_date': string | null
    /** Date of birth */
    'customer_360.birth_date': string | null
    /** First day of the month */
    'customer_base.month_start_date': string | null
    /** When the last load finished, UTC */
    'data_quality.last_loaded_at': string | null
    /** When it was published, UTC */
    'data_quality_publications.published_at': string | null
    /** When the build began, UTC */
    'data_quality_publications.started_at': string | null
    /** When the oldest record that waits came in, UTC; missing if none waits */
    'data_quality_quarantine.waiting_since': string | null
    /** When the latest record came in, UTC */
    'data_quality_quarantine.last_quarantined_at': string | null
    /** When it ran last, UTC */
    'data_quality_tests.tested_at': string | null
    /** When its first outcome was reported */
    'engagement.sent_at': string | null
    /** The day of that, in the time zone of the company */
    'engagement.sent_date': string | null
    /** First day of the week, by the company's first weekday */
    'engagement.week_start_date': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'engagement.cohort_month': string | null
    /** When it was decided */
    'engagement_consents.decided_at': string | null
    /** The day of that, in the time zone of the company */
    'engagement_consents.decided_date': string | null
    /** From when it applies: when it was decided */
    'engagement_consents.valid_from': string | null
    /** When the next decision took its place; missing while it applies */
    'engagement_consents.valid_to': string | null
    /** First day of the week, by the company's first weekday */
    'engagement_consents.week_start_date': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'engagement_consents.cohort_month': string | null
    /** When it happened */
    'engagement_responses.responded_at': string | null
    /** The day of that, in the time zone of the company */
    'engagement_responses.responded_date': string | null
    /** First day of the week, by the company's first weekday */
    'engagement_responses.week_start_date': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'engagement_responses.cohort_month': string | null
    /** When its first event happened */
    'experience.started_at': string | null
    /** The day of that, in the time zone of the company */
    'experience.started_date': string | null
    /** When its last event happened */
    'experience.ended_at': string | null
    /** First day of the week, by the company's first weekday */
    'experience.week_start_date': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'experience.cohort_month': string | null
    /** When something was put into it */
    'experience_carts.filled_at': string | null
    /** The day of that, in the time zone of the company */
    'experience_carts.filled_date': string | null
    /** When its last step before the order was taken */
    'experience_carts.last_changed_at': string | null
    /** When that was placed */
    'experience_carts.ordered_at': string | null
    /** The day as of which this holds */
    'experience_carts.as_of_date': string | null
    /** First day of the week, by the company's first weekday */
    'experience_carts.week_start_date': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'experience_carts.cohort_month': string | null
    /** First day of the month in which the attempts began */
    'experience_funnel.started_month_date': string | null
    /** When the first of those records was created */
    'identity_golden_record.first_observed_at': string | null
    /** When a source last changed one of those records */
    'identity_golden_record.last_observed_at': string | null
    /** When it was trained */
    'identity_match_models.trained_at': string | null
    /** When it was measured */
    'identity_quality.evaluated_at': string | null
    /** Day of the first such sale */
    'lifetime_value.first_ordered_date': string | null
    /** Day of the last such sale */
    'lifetime_value.last_ordered_date': string | null
    /** The day as of which this holds */
    'lifetime_value.as_of_date': string | null
    /** Month of the first order */
    'lifetime_value.cohort_month': string | null
    /** Last day that the method has seen */
    'lifetime_value_backtest.calibration_to_date': string | null
    /** First day that it predicts */
    'lifetime_value_backtest.holdout_from_date': string | null
    /** Last day that it predicts */
    'lifetime_value_backtest.holdout_to_date': string | null
    /** First day of the data */
    'lifetime_value_backtest.window_from_date': string | null
    /** Last day of the data */
    'lifetime_value_backtest.window_to_date': string | null
    /** Last day of the week */
    'lifetime_value_tracking.week_end_date': string | null
    /** When it happened */
    'loyalty.occurred_at': string | null
    /** The day of that, in the time zone of the company */
    'loyalty.occurred_date': string | null
    /** When points that were earned expire */
    'loyalty.expires_at': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'loyalty.cohort_month': string | null
    /** First day of the month */
    'loyalty_balances.month_start_date': string | null
    /** Day of the closing balance: the last one of the month, or the as-of day in the current month */
    'loyalty_balances.month_end_date': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'loyalty_balances.cohort_month': string | null
    /** When it was placed */
    'orders.ordered_at': string | null
    /** The day of that, in the time zone of the company */
    'orders.ordered_date': string | null
    /** First day of the week, by the company's first weekday */
    'orders.week_start_date': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'orders.cohort_month': string | null
    /** When it was created */
    'pipeline.created_at': string | null
    /** The day of that, in the time zone of the company */
    'pipeline.created_date': string | null
    /** When it was won or lost; missing while it is open */
    'pipeline.closed_at': string | null
    /** The day of that, in the time zone of the company */
    'pipeline.closed_date': string | null
    /** Day on which an open deal is expected to close */
    'pipeline.expected_close_date': string | null
    /** Day of the exchange rate: of closing it, or of its last change while it is open */
    'pipeline.value_date': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'pipeline.cohort_month': string | null
    /** Day of the order */
    'product_returns.ordered_date': string | null
    /** When the return was requested */
    'product_returns.requested_at': string | null
    /** The day of that */
    'product_returns.requested_date': string | null
    /** When it was refunded */
    'product_returns.refunded_at': string | null
    /** The day of that */
    'product_returns.refunded_date': string | null
    /** Day of the refund; of the request while nothing is refunded */
    'product_returns.returned_date': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'product_returns.cohort_month': string | null
    /** First day of the period that was predicted; only what was known before it was used */
    'product_suggestion_tests.from_date': string | null
    /** Last day of that period */
    'product_suggestion_tests.to_date': string | null
    /** The day as of which this holds */
    'product_suggestions.as_of_date': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'product_suggestions.cohort_month': string | null
    /** When it was sold or returned */
    'products.occurred_at': string | null
    /** The day of that, in the time zone of the company */
    'products.occurred_date': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'products.cohort_month': string | null
    /** Month of the first order */
    'retention.cohort_month': string | null
    /** Month that is looked at */
    'retention.month': string | null
    /** Month of the first order */
    'retention_by_product.cohort_month': string | null
    /** Month that is looked at */
    'retention_by_product.month': string | null
    /** Month of the first order */
    'retention_by_store.cohort_month': string | null
    /** Month that is looked at */
    'retention_by_store.month': string | null
    /** First day of the last month that ended before the as-of day */
    'revenue_changes.month_start_date': string | null
    /** First day of the month that it is compared with */
    'revenue_changes.compared_month_date': string | null
    /** The day as of which this holds */
    'rfm.as_of_date': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'rfm.cohort_month': string | null
    /** The day as of which this holds */
    'segment_members.as_of_date': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'segment_members.cohort_month': string | null
    /** The day as of which that build was made */
    'segment_movements.moved_on': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'segment_movements.cohort_month': string | null
    /** The day as of which this holds */
    'segments.as_of_date': string | null
    /** When it was opened */
    'service.opened_at': string | null
    /** The day of that, in the time zone of the company */
    'service.opened_date': string | null
    /** When the company first replied */
    'service.first_replied_at': string | null
    /** When it was last solved; kept when it is reopened */
    'service.solved_at': string | null
    /** The day of that, in the time zone of the company */
    'service.solved_date': string | null
    /** When it was closed for good */
    'service.closed_at': string | null
    /** First day of the week, by the company's first weekday */
    'service.week_start_date': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'service.cohort_month': string | null
    /** First day of the month */
    'service_backlog.month_start_date': string | null
    /** Last day of the month, or the as-of day in the current one */
    'service_backlog.snapshot_date': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'service_backlog.cohort_month': string | null
    /** When it started */
    'service_calls.started_at': string | null
    /** The day of that, in the time zone of the company */
    'service_calls.started_date': string | null
    /** When it ended; missing while it goes on */
    'service_calls.ended_at': string | null
    /** First day of the week, by the company's first weekday */
    'service_calls.week_start_date': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'service_calls.cohort_month': string | null
    /** When the person answered */
    'service_surveys.responded_at': string | null
    /** The day of that, in the time zone of the company */
    'service_surveys.responded_date': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'service_surveys.cohort_month': string | null
    /** First day of the month in which they began to pay */
    'subscription_cohorts.cohort_month_date': string | null
    /** The day as of which this holds */
    'subscription_cohorts.as_of_date': string | null
    /** First day of the month */
    'subscription_months.month_start_date': string | null
    /** Last day of the month, or the as-of day in the current one */
    'subscription_months.snapshot_date': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'subscription_months.cohort_month': string | null
    /** First day of the month of the build: what happened since then is not in it */
    'subscription_retention.fitted_until_date': string | null
    /** When it started, with its trial */
    'subscriptions.started_at': string | null
    /** The day of that, in the time zone of the company */
    'subscriptions.started_date': string | null
    /** When its trial started */
    'subscriptions.trial_started_at': string | null
    /** When its trial ended or will end */
    'subscriptions.trial_ends_at': string | null
    /** First day that it is paid for; missing if it never was */
    'subscriptions.paid_from_date': string | null
    /** When it was cancelled; it may go on to the end of the paid period */
    'subscriptions.cancelled_at': string | null
    /** The day of that */
    'subscriptions.cancelled_date': string | null
    /** When it ended */
    'subscriptions.ended_at': string | null
    /** First day that it is no longer paid for; missing while it is */
    'subscriptions.paid_until_date': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'subscriptions.cohort_month': string | null
    /** When it was written */
    'voice.stated_at': string | null
    /** The day of that, in the time zone of the company */
    'voice.stated_date': string | null
    /** First day of the week, by the company's first weekday */
    'voice.week_start_date': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'voice.cohort_month': string | null
    /** When it was written */
    'voice_topics.stated_at': string | null
    /** The day of that, in the time zone of the company */
    'voice_topics.stated_date': string | null
    /** Month of the customer’s first order; missing for those who have never bought */
    'voice_topics.cohort_month': string | null
  }
  segments: object
}
