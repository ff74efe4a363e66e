import type { CsvRow } from '#engine'

const shownInstant = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}) ?(?:UTC|Z|([+-]\d{2}):?(\d{2}))$/

/** The cells of one row. Remembers which of them were read. */
export class Cells {
  private readonly row: CsvRow
  private readonly read = new Set<string>()

  constructor(row: CsvRow) {
    this.row = row
  }

  /** Null for an empty cell. Shopify writes ' before text that a spreadsheet would read as a number. */
  text(header: string): string | null {
    this.read.add(header)
    return this.row[header]?.trim().replace(/^'/, '') || null
  }

  /** Text that is not a number is returned unchanged, so that the contract rejects it. */
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

  /** The export has only full names, so the last word is taken as the last name. */
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

  /** The cells that were not read, under their own headers. */
  rest(leaveOut: (header: string) => boolean = () => false): Record<string, string> {
    const others = Object.entries(this.row).filter(([header, cell]) => {
      return cell !== '' && !this.read.has(header) && !leaveOut(header)
    })
    return Object.fromEntries(others)
  }
}
