import type { Oracle } from './oracle.ts'

export const product_rules: Oracle = {
  from: `marts.mart_product_rule rule
    left join warehouse.dim_product product on product.product_key = rule.product_key
    left join warehouse.dim_product other on other.product_key = rule.other_product_key`,
  dimensions: {
    product_key: 'rule.product_key',
    other_product_key: 'rule.other_product_key',
    product_count: 'rule.product_count',
    other_product_count: 'rule.other_product_count',
    is_significant: 'rule.is_significant',
    product_name: 'product.product_name',
    category_1: 'product.category_1',
    other_product_name: 'other.product_name',
    other_category_1: 'other.category_1',
  },
  measures: {
    count: 'count(*)',
    rule_count: 'count(*)',
    significant_rule_count: 'count(*) filter (where rule.q_value <= 0.01 and rule.lift > 1)',
    significant_rule_rate: 'avg((rule.q_value <= 0.01 and rule.lift > 1)::integer)',
    together_count: 'sum(rule.together_count)',
    highest_support: 'max(round(rule.together_count::numeric / rule.basket_count, 6))',
    highest_confidence: 'max(round(rule.together_count::numeric / rule.product_count, 6))',
    highest_lift: `max(round(
      rule.together_count::numeric * rule.basket_count / (rule.product_count::numeric * rule.other_product_count), 6))`,
    lowest_q_value: 'min(rule.q_value)',
    basket_count: 'max(rule.basket_count)',
    left_out_count: 'max(rule.left_out_count)',
  },
}
