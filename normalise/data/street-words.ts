/** Countries in which the number comes after the street; in the others it comes before. */
export const numberLast: ReadonlySet<string> = new Set(
  'DE AT CH LI NL BE ES IT PT PL CZ SK HU SI HR RS BA ME MK BG RO SE NO DK FI IS EE LV LT GR CY TR BR AR MX CL CO PE UY EC RU UA BY SM VA'.split(
    ' ',
  ),
)

/** Abbreviations of the last word of a street, by the language of the country. */
const english: Readonly<Record<string, string>> = {
  st: 'Street',
  str: 'Street',
  rd: 'Road',
  ave: 'Avenue',
  av: 'Avenue',
  blvd: 'Boulevard',
  dr: 'Drive',
  drv: 'Drive',
  ln: 'Lane',
  la: 'Lane',
  ct: 'Court',
  crt: 'Court',
  cl: 'Close',
  pl: 'Place',
  sq: 'Square',
  cres: 'Crescent',
  crs: 'Crescent',
  gdns: 'Gardens',
  gr: 'Grove',
  grv: 'Grove',
  hwy: 'Highway',
  pkwy: 'Parkway',
  ter: 'Terrace',
  terr: 'Terrace',
  trl: 'Trail',
  pde: 'Parade',
}
const french: Readonly<Record<string, string>> = {
  av: 'avenue',
  ave: 'avenue',
  bd: 'boulevard',
  bld: 'boulevard',
  blvd: 'boulevard',
  r: 'rue',
  all: 'allée',
  ch: 'chemin',
  chem: 'chemin',
  imp: 'impasse',
  pl: 'place',
  rte: 'route',
  fg: 'faubourg',
}

export const lastWords: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map(
  ['GB', 'IE', 'US', 'CA', 'AU', 'NZ', 'ZA', 'IN', 'SG', 'HK', 'JE', 'GG', 'IM', 'MT'].map((c) => [
    c,
    english,
  ]),
)
export const firstWords: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map(
  ['FR', 'BE', 'LU', 'MC'].map((country) => [country, french]),
)

/** Abbreviated endings: 'Hauptstr.' is 'Hauptstraße', 'Dorpsstr.' is 'Dorpsstraat'. The Swiss do not use ß. */
export const endings: ReadonlyMap<string, string> = new Map([
  ['DE', 'straße'],
  ['AT', 'straße'],
  ['CH', 'strasse'],
  ['LI', 'strasse'],
  ['NL', 'straat'],
])

/** Words within a street or town that stay in lower case when title case is applied. */
export const smallWords: ReadonlySet<string> = new Set(
  'of the on upon in under by next de del della di da do dos du des le la les los las el en et y e und am an der den dem im bei zur zum van aan op sur sous'.split(
    ' ',
  ),
)

/** Words for a part of a building, before its number. */
export const unitWords =
  'flat|apartment|apt|appt|appartement|apartament|unit|suite|ste|studio|room|rm|wohnung|whg|top|lokal|m(?=\\.)|piso|lot|shop|no|nr|#'
