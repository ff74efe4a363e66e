import { day, historyDays, opening } from './calendar.ts'
import type { CompanyOptions } from './company.ts'
import { firmEvery } from './settings.ts'

/** A firm that pays for boxes by card. Its truth is a number of its own. */
export interface Firm {
  readonly id: string
  /** Far above the numbers of people. */
  readonly personId: number
  readonly name: string
  readonly email: string
  readonly street: string
  readonly since: number
}

const begins = [
  'Northgate',
  'Harbour',
  'Copper Kettle',
  'Blue Heron',
  'Quill',
  'Larkfield',
  'Global',
] as const
const trades = ['Dental', 'Motors', 'Bakery', 'Plumbing', 'Freight', 'Architects', 'Optics'] as const
const buildings = ['20 Quill Yard', '1 Mill Lane', '8 Canal Street'] as const

/** Firms in a few buildings. Some have a word of the name in common with a neighbour. */
export function firmsOf({ customers }: CompanyOptions): Firm[] {
  return Array.from({ length: Math.floor(customers / firmEvery) }, (_, number) => {
    const [begin, trade] = [begins[number % begins.length], trades[Math.floor(number / 2) % trades.length]]
    const series = Math.floor(number / (begins.length * trades.length))
    const name = `${begin} ${trade}${series > 0 ? ` ${series + 1}` : ''}`
    return {
      id: `cus_firm${String(number).padStart(8, '0')}`,
      personId: 1_000_000_000 + number,
      name: `${name} Ltd`,
      email: `billing@${name.toLowerCase().replaceAll(' ', '')}.example`,
      street: buildings[number % buildings.length] ?? buildings[0],
      since: opening + ((number * 37) % historyDays) * day,
    }
  })
}
