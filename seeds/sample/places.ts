import { company } from '#settings'

export interface Place {
  readonly weight: number
  readonly city: string
  /** The first part of the postcode in Britain, the postcode elsewhere; empty if none is known. */
  readonly area: string
  readonly country: string
  readonly countryCode: string
  readonly currency: string
}

type City = readonly [weight: number, city: string, area: string]

/** Currency and cities of the countries that a sample company may sell to. */
const known: Readonly<Record<string, readonly [currency: string, ...City[]]>> = {
  GB: [
    'GBP',
    [24, 'London', 'SE15'],
    [8, 'Birmingham', 'B13'],
    [7, 'Manchester', 'M20'],
    [6, 'Leeds', 'LS6'],
    [6, 'Glasgow', 'G12'],
    [5, 'Bristol', 'BS6'],
    [5, 'Sheffield', 'S11'],
    [5, 'Liverpool', 'L17'],
    [4, 'Edinburgh', 'EH9'],
    [4, 'Cardiff', 'CF11'],
    [4, 'Newcastle upon Tyne', 'NE6'],
    [3, 'Nottingham', 'NG7'],
    [3, 'Norwich', 'NR2'],
    [3, 'Belfast', 'BT9'],
    [2, 'Exeter', 'EX4'],
    [2, 'Inverness', 'IV2'],
  ],
  IE: ['EUR', [4, 'Dublin', 'D06']],
  FR: ['EUR', [1.5, 'Paris', '75011']],
  DE: ['EUR', [1.5, 'Berlin', '10437']],
  NL: ['EUR', [1, 'Amsterdam', '1013']],
  ES: ['EUR', [2, 'Madrid', '28004'], [1, 'Barcelona', '08012']],
  IT: ['EUR', [2, 'Milano', '20122'], [1, 'Roma', '00184']],
  PT: ['EUR', [2, 'Lisboa', '1100-148'], [1, 'Porto', '4050-290']],
  BR: [
    'BRL',
    [12, 'São Paulo', '01310-100'],
    [7, 'Rio de Janeiro', '22041-011'],
    [4, 'Belo Horizonte', '30130-010'],
    [3, 'Curitiba', '80020-300'],
    [3, 'Salvador', '40020-000'],
  ],
  US: ['USD', [8, 'New York', '10011'], [5, 'Chicago', '60614'], [4, 'Seattle', '98103']],
  CA: ['CAD', [3, 'Toronto', 'M4K 1A1'], [1, 'Vancouver', 'V5K 0A1']],
  AU: ['AUD', [3, 'Sydney', '2010'], [2, 'Melbourne', '3065']],
  NZ: ['NZD', [1, 'Auckland', '1010']],
  JP: ['JPY', [3, 'Tokyo', '150-0001'], [1, 'Osaka', '530-0001']],
  IN: ['INR', [3, 'Mumbai', '400050'], [2, 'Bengaluru', '560001']],
  PL: ['PLN', [2, 'Warszawa', '00-001'], [1, 'Kraków', '30-001']],
  SE: ['SEK', [1, 'Stockholm', '111 22']],
  CH: ['CHF', [1, 'Zürich', '8001']],
}

/** Of all people, how many live in the home market and how many abroad. */
const shares = { home: 91, abroad: 8 }
const countryNames = new Intl.DisplayNames('en', { type: 'region' })
const [homeMarket, ...otherMarkets] = company.markets

const [first, ...rest] = [
  ...weighted(placesIn(homeMarket), shares.home),
  ...weighted(otherMarkets.flatMap(placesIn), shares.abroad),
]
if (!first) throw new TypeError('the home market has no place')

/** Where the company's customers live: in its markets. */
export const places: readonly [Place, ...Place[]] = [first, ...rest]

function placesIn(countryCode: string): readonly Place[] {
  const country = countryNames.of(countryCode) ?? countryCode
  const [currency, ...cities] = known[countryCode] ?? [company.currency, [1, country, ''] as const]
  return cities.map(([weight, city, area]) => ({
    weight,
    city,
    area,
    country,
    countryCode,
    currency: countryCode === homeMarket ? company.currency : currency,
  }))
}

function weighted(some: readonly Place[], share: number): readonly Place[] {
  const sum = some.reduce((total, { weight }) => total + weight, 0)
  return some.map((place) => ({ ...place, weight: place.weight * (share / sum) }))
}
