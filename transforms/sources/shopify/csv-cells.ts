import type { CsvRow } from '#engine'

const shownInstant = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}) ?(?:UTC|Z|([+-]\d{2}):?(\d{2}))$/

/** The cells of one row, and which of them were asked for. */
export class Cells {
  private readonly row: CsvRow
  private readonly asked = new Set<string>()

  constructor(row: CsvRow) {
    this.row = row
  }

  /** Null for an empty cell. Shopify writes ' before what spreadsheets would take for a number. */
  text(header: string): string | null {
    this.asked.add(header)
    return this.row[header]?.trim().replace(/^'/, '') || null
  }

  /** What is no number is given as it is, for the contract to refuse. */
  number(header: string): number | string | null {
    const text = this.text(header)
    return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : text
  }

  /** `2026-03-04 10:15:00 +0000` as an instant of ISO 8601. */
  instant(header: string): string | null {
    const text = this.text(header)
    const [match, date, time, hours, minutes] = shownInstant.exec(text ?? '') ?? []
    if (match === undefined) return text
    return `${date}T${time}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`
  }

  /** The export has whole names; the last word goes for the last name, as in the API the two make the whole. */
  address(kind: 'Billing' | 'Shipping'): Record<string, string | null> | null {
    const cell = (name: string) => this.text(`${kind} ${name}`)
    const name = cell('Name')
    const lastSpace = name?.lastIndexOf(' ') ?? -1
    const address = {
      name,
      first_name: lastSpace > 0 ? (name?.slice(0, lastSpace) ?? null) : null,
      last_name: name?.slice(lastSpace + 1) ?? null,
      company: cell('Company'),
      address1: cell('Address1') ?? cell('Street'),
      address2: cell('Address2'),
      city: cell('City'),
      province_code: cell('Province'),
      province: cell('Province Name') ?? cell('Province'),
      zip: cell('Zip'),
      country: cell('Country'),
      country_code: cell('Country'),
      phone: cell('Phone'),
    }
    return Object.values(address).some((value) => value !== null) ? address : null
  }

  /** `Tax 1 Name` reads like `VAT 20%`. */
  taxLines(): { title: string; price: string; rate: number }[] {
    return [1, 2, 3, 4, 5].flatMap((n) => {
      const [title, price] = [this.text(`Tax ${n} Name`), this.text(`Tax ${n} Value`)]
      if (title === null || price === null) return []
      return [{ title, price, rate: Number(/([\d.]+)\s*%/.exec(title)?.[1] ?? 0) / 100 }]
    })
  }

  /** What nobody asked for, under its own headers. */
  rest(leaveOut: (header: string) => boolean = () => false): Record<string, string> {
    const others = Object.entries(this.row).filter(([header, cell]) => {
      return cell !== '' && !this.asked.has(header) && !leaveOut(header)
    })
    return Object.fromEntries(others)
  }
}
