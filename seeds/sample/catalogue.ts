import { company } from '#settings'
import { day, opening } from './calendar.ts'

export interface Product {
  readonly id: number
  readonly variantId: number
  readonly sku: string
  readonly title: string
  readonly vendor: string
  readonly department: string
  /** In the smallest unit of the currency, tax included. */
  readonly price: number
  readonly weight: number
}

/** Title, price in the smallest unit of the currency, how often it is bought. */
type Line = readonly [title: string, price: number, weight: number]

const departments: Readonly<Record<string, readonly Line[]>> = {
  Kitchen: [
    ['Enamel Pie Dish, 24 cm', 1450, 5],
    ['Stoneware Mug, Slate', 1200, 12],
    ['Stoneware Mug, Oat', 1200, 11],
    ['Olive Wood Chopping Board', 3200, 5],
    ['Linen Tea Towels, Set of 2', 1600, 9],
    ['Cast Iron Casserole, 4 l', 8900, 2],
    ['Copper Saucepan, 16 cm', 7400, 1.5],
    ['Glass Storage Jar, 1 l', 850, 10],
    ['Bread Knife, Beech Handle', 2800, 3],
    ['Porcelain Teapot, 6 Cups', 3900, 3],
    ['Cork Trivet', 700, 6],
    ['Hand-thrown Serving Bowl', 4200, 3],
  ],
  Bedroom: [
    ['Washed Linen Duvet Cover, Double', 11900, 2],
    ['Washed Linen Pillowcase', 2400, 5],
    ['Organic Cotton Sheet, King', 5400, 3],
    ['Lambswool Throw, Heather', 7900, 3],
    ['Lambswool Throw, Moss', 7900, 2],
    ['Feather Cushion, 45 cm', 1800, 5],
    ['Velvet Cushion Cover, Teal', 2600, 5],
    ['Hot Water Bottle, Cable Knit', 2200, 5],
    ['Goose Down Duvet, 10.5 tog', 16500, 0.8],
    ['Bedside Carafe and Glass', 2400, 3],
  ],
  Bathroom: [
    ['Turkish Cotton Bath Towel', 2900, 6],
    ['Turkish Cotton Hand Towel', 1500, 7],
    ['Bath Salts, Lavender, 500 g', 1200, 9],
    ['Hand Soap, Fig Leaf', 950, 12],
    ['Hand Cream, Fig Leaf', 1300, 8],
    ['Oak Bath Rack', 4500, 2],
    ['Waffle Robe, M', 6500, 2],
  ],
  Home: [
    ['Soy Candle, Cedar and Smoke', 2200, 11],
    ['Soy Candle, Wild Mint', 2200, 9],
    ['Reed Diffuser, Bergamot', 2800, 6],
    ['Brass Candlestick', 3400, 4],
    ['Round Wall Mirror, 60 cm', 9500, 1.5],
    ['Jute Rug, 120 × 180 cm', 12900, 1],
    ['Ceramic Table Lamp, Chalk', 8500, 2],
    ['Rattan Basket, Large', 3800, 3],
    ['Picture Frame, Oak, A3', 2700, 5],
    ['Glass Vase, Smoke', 3100, 4],
    ['Wool Rug, Fringed', 24900, 0.6],
    ['Wall Clock, Birch', 5200, 2],
  ],
  Garden: [
    ['Terracotta Pot, 21 cm', 1100, 7],
    ['Hand Trowel, Ash Handle', 1900, 4],
    ['Secateurs', 3300, 3],
    ['Galvanised Watering Can', 3600, 3],
    ['Bird Feeder, Copper', 2500, 4],
    ['Outdoor Lantern', 4800, 3],
    ['Garden Twine in a Tin', 900, 6],
    ['Wildflower Seed Mix', 450, 9],
    ['Folding Bistro Chair', 7800, 1],
  ],
  Gifts: [
    ['Notebook, Cloth-bound', 1400, 8],
    ['Greetings Card, Hares', 325, 14],
    ['Greetings Card, Robin', 325, 13],
    ['Wrapping Paper, 3 Sheets', 600, 10],
    ['Sea Salt Caramels, 200 g', 950, 10],
    ['Jigsaw, Coastal Map, 1000 Pieces', 2400, 4],
    ['Wooden Train Set', 3900, 3],
    ['Advent Calendar, Letterpress', 1900, 4],
    ['Knitted Rabbit', 2100, 5],
    ['Christmas Crackers, Box of 6', 2600, 5],
  ],
}

const products = Object.entries(departments).flatMap(([department, lines]) =>
  lines.map(([title, price, weight]) => ({ department, title, price, weight })),
)

const [first, ...rest] = products.map(
  ({ department, title, price, weight }, index): Product => ({
    id: 8_100_000_000_000 + index,
    variantId: 8_200_000_000_000 + index,
    sku: `${department.slice(0, 3).toUpperCase()}-${String(index + 1).padStart(3, '0')}`,
    title,
    vendor: company.name,
    department,
    price,
    weight,
  }),
)
if (!first) throw new TypeError('the catalogue is empty')

export const catalogue: readonly [Product, ...Product[]] = [first, ...rest]

/**
 * When the list price of a product was raised, and by how much. It is sold at its old price, which the shop now shows as
 * reduced, to clear its stock.
 */
export function listPriceRaise(index: number): { readonly at: number; readonly factor: number } | null {
  return index % 6 === 2 ? { at: opening + (300 + 10 * index) * day, factor: 1.2 } : null
}

/** Units in stock before and after the list price was raised. */
export function stockOf(index: number): { readonly before: number; readonly after: number } {
  return { before: 40 + (index % 5) * 10, after: 5 + (index % 9) }
}
