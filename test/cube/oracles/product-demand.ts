import type { Oracle } from './oracle.ts'

const again = 'sum(demand.repeat_buyer_count)'

export const product_demand: Oracle = {
  from: `marts.mart_product_demand demand
    left join warehouse.dim_product product on product.product_key = demand.product_key`,
  dimensions: {
    product_key: 'demand.product_key',
    availability: 'demand.availability',
    is_offered: 'demand.is_offered',
    is_bought_again: 'demand.is_bought_again',
    product_name: 'product.product_name',
    brand: 'product.brand',
    category_1: 'product.category_1',
    category_2: 'product.category_2',
    category_3: 'product.category_3',
    catalogue_status: 'product.catalogue_status',
  },
  measures: {
    count: 'count(*)',
    product_count: 'count(*)',
    offered_count: 'count(*) filter (where demand.is_offered)',
    out_of_stock_count: `count(*) filter (where demand.availability = 'out of stock')`,
    bought_again_count: 'count(*) filter (where demand.repeat_share_lower > 0.1)',
    stock_quantity: 'sum(demand.stock_quantity)',
    buyer_count: 'sum(demand.buyer_count)',
    recent_buyer_count: 'sum(demand.recent_buyer_count)',
    returning_buyer_count: 'sum(demand.returning_buyer_count)',
    repeat_buyer_count: again,
    repeat_rate: `${again}::numeric / nullif(sum(demand.returning_buyer_count), 0)`,
    highest_popularity: 'max(demand.popularity_share)',
  },
}
