import { decimal, oneOf, references, sql, text, transform } from '#engine'
import { fittedOn } from './lifetime-value/fit-models.ts'
import { fittedModels } from './lifetime-value/names.ts'
import { mart_clv_fit } from './mart_clv_fit.ts'

export const mart_clv_parameter = transform('marts.mart_clv_parameter', {
  description:
    'Parameters of the models of lifetime value with their uncertainty, one row for each fit and parameter.',
  grain: ['model_group', 'model_name', 'fitted_on', 'parameter'],
  columns: {
    model_group: text('The customers it was fitted to'),
    model_name: oneOf('The model', fittedModels),
    fitted_on: oneOf('The calibration, for the backtest, or the whole history, for forecasts', fittedOn),
    parameter: text('Its name in the papers'),
    meaning: text('What it says of the customers'),
    estimate: decimal('The most likely value. Not additive'),
    standard_error: decimal('Standard error; missing where the data set no limit').orNull(),
    estimate_lower: decimal('Lower end of the 95 % interval').orNull(),
    estimate_upper: decimal('Upper end of the 95 % interval; missing where the data set none').orNull(),
    interval_method: oneOf('How the interval was found: from the curvature, or by profiling the likelihood', [
      'wald',
      'profile',
    ]),
  },
  tests: [references('model_group', mart_clv_fit)],
  query: sql`
    select
      fit.model_group,
      fit.model_name,
      fit.fitted_on,
      estimated.parameter,
      case
        when model_name = 'Gamma-Gamma' and parameter = 'p' then 'how regular the amounts of one customer are: higher is more regular'
        when model_name = 'Gamma-Gamma' and parameter = 'q' then 'how alike customers are in what they spend: higher is more alike'
        when model_name = 'Gamma-Gamma' then 'scale of the amounts; p times this, divided by q - 1, is the mean value of an order'
        when parameter = 'r' then 'how alike customers are in how often they buy: higher is more alike'
        when parameter = 'alpha' then 'scale of the time between orders, in weeks; r divided by this is the mean number of orders a week'
        when parameter = 'a' then 'a divided by a + b is the mean chance to leave for good after an order'
        when parameter = 'b' then 'a divided by a + b is the mean chance to leave for good after an order; higher sums are more alike'
        when parameter = 's' then 'how alike customers are in how soon they leave: higher is more alike'
        when parameter = 'beta' then 'scale of the time that customers stay, in weeks; s divided by this is the mean rate of leaving a week'
      end as meaning,
      (estimated.body ->> 'estimate')::numeric as estimate,
      (estimated.body ->> 'standard_error')::numeric as standard_error,
      (estimated.body ->> 'lower')::numeric as estimate_lower,
      (estimated.body ->> 'upper')::numeric as estimate_upper,
      estimated.body ->> 'method' as interval_method
    from ${mart_clv_fit} fit
    cross join jsonb_each(fit.parameters) estimated(parameter, body)`,
})
