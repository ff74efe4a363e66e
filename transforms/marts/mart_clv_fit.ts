import { day, decimal, flag, holds, integer, json, notNegative, oneOf, sql, text, transform } from '#engine'
import { fitModels, fittedOn } from './lifetime-value/fit-models.ts'
import { fittedModels } from './lifetime-value/names.ts'

/**
 * Models of purchases (BG/NBD: Fader, Hardie & Lee 2005; MBG/NBD: Batislam, Denizel & Filiztekin 2007; Pareto/NBD: Schmittlein,
 * Morrison & Colombo 1987) and of spending (Gamma-Gamma: Fader & Hardie 2013), fitted by maximum likelihood with time in weeks.
 */
export const mart_clv_fit = transform('marts.mart_clv_fit', {
  description:
    'Fits of the models of lifetime value, one row for each group of customers, model, and period that it was fitted to.',
  grain: ['model_group', 'model_name', 'fitted_on'],
  columns: {
    model_group: text('The customers it was fitted to'),
    model_name: oneOf('The model; Gamma-Gamma describes spending, the others purchases', fittedModels),
    fitted_on: oneOf('The calibration, for the backtest, or the whole history, for forecasts', fittedOn),
    window_to_date: day('Last day of the data'),
    status: oneOf(
      'How the fit ended: flat if the data hardly tell some parameters apart, edge if customers do not differ in one of them',
      ['converged', 'flat', 'edge', 'stopped', 'not fitted'],
    ),
    not_fitted_because: text('Why it could not be fitted').orNull(),
    customer_count: integer(
      'Customers it was fitted to; for spending, those with a purchase worth something. Additive over groups',
    ),
    repeat_customer_count: integer('Customers with a second purchase. Additive over groups'),
    log_likelihood: decimal(
      'Logarithm of the likelihood. Comparable among models of purchases of one group and period',
    ).orNull(),
    correlation: decimal(
      'Of spending: correlation between how often customers bought and what a purchase was worth, which the model takes to be 0',
    ).orNull(),
    parameters: json('Parameters by name: estimate, standard error, 95 % interval'),
    drift_expected_orders: decimal(
      'Purchases that the closest model expected after the scheduled end of the data',
    ).orNull(),
    drift_actual_orders: decimal('Purchases of the same customers in that time').orNull(),
    has_drifted: flag(
      'Whether they differ by more than a fifth and more than three standard errors, so that models were fitted until the as-of day',
    ),
    code_hash: text('The program and the settings that fitted it'),
  },
  tests: [
    notNegative('customer_count'),
    holds('what is not fitted says why', sql`(status = 'not fitted') = (not_fitted_because is not null)`),
  ],
  query: fitModels,
})
