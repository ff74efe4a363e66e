import { Client, type Model } from '../../client/index.ts'

const { CUBE_URL = 'http://127.0.0.1:4000/cubejs-api/v1', TOKEN = '' } = process.env
const client = new Client<Model>({ url: CUBE_URL, token: TOKEN })
const { rows, isCut } = await client.load({
  measures: ['orders.net_revenue', 'orders.order_count'],
  dimensions: ['orders.market'],
  timeDimensions: [{ dimension: 'orders.ordered_at', granularity: 'year' }],
  order: [['orders.net_revenue', 'desc']],
  limit: 3,
})
for (const row of rows) {
  const orders = row['orders.order_count']
  const average = (row['orders.net_revenue'] ?? 0) / Math.max(orders, 1)
  console.log(row['orders.market'], row['orders.ordered_at.year']?.slice(0, 4), orders, average.toFixed(2))
}
if (isCut) console.log('… and more')
