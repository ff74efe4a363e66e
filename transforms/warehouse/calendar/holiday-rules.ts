/**
 * How the day of a holiday is found in a year:
 *
 * - a month and a day; with `weekday` (1 is Monday), the first such weekday on that day or after it
 * - `easter`: so many days after Easter Sunday
 *
 * `substitute` says how many days later a day off is given if the holiday falls on the weekday. `from` and `to` are the
 * first and the last year.
 */
export interface HolidayRule {
  readonly name: string
  readonly month?: number
  readonly day?: number
  readonly weekday?: number
  readonly easter?: number
  readonly substitute?: Readonly<Record<number, number>>
  readonly from?: number
  readonly to?: number
}

type Options = Omit<HolidayRule, 'name' | 'month' | 'day' | 'easter'>

const on = (month: number, day: number, name: string, options: Options = {}): HolidayRule => ({
  name,
  month,
  day,
  ...options,
})
const afterEaster = (easter: number, name: string, options: Options = {}): HolidayRule => ({
  name,
  easter,
  ...options,
})

const monday = 1
const thursday = 4
const friday = 5
const nextMonday = { 6: 2, 7: 1 }
const nearestWorkday = { 6: -1, 7: 1 }

const newYear = on(1, 1, "New Year's Day")
const epiphany = on(1, 6, 'Epiphany')
const goodFriday = afterEaster(-2, 'Good Friday')
const easterMonday = afterEaster(1, 'Easter Monday')
const labourDay = on(5, 1, 'Labour Day')
const ascension = afterEaster(39, 'Ascension Day')
const whitMonday = afterEaster(50, 'Whit Monday')
const corpusChristi = afterEaster(60, 'Corpus Christi')
const assumption = on(8, 15, 'Assumption Day')
const allSaints = on(11, 1, "All Saints' Day")
const immaculateConception = on(12, 8, 'Immaculate Conception')
const christmas = on(12, 25, 'Christmas Day')
const secondChristmasDay = on(12, 26, 'Second Day of Christmas')

/** Days off work by law in the whole country; of the United Kingdom, in England and Wales. */
export const publicHolidays: Readonly<Record<string, readonly HolidayRule[]>> = {
  AT: [
    newYear,
    epiphany,
    easterMonday,
    labourDay,
    ascension,
    whitMonday,
    corpusChristi,
    assumption,
    on(10, 26, 'National Day'),
    allSaints,
    immaculateConception,
    christmas,
    secondChristmasDay,
  ],
  BE: [
    newYear,
    easterMonday,
    labourDay,
    ascension,
    whitMonday,
    on(7, 21, 'National Day'),
    assumption,
    allSaints,
    on(11, 11, 'Armistice Day'),
    christmas,
  ],
  BR: [
    newYear,
    goodFriday,
    on(4, 21, 'Tiradentes'),
    labourDay,
    on(9, 7, 'Independence Day'),
    on(10, 12, 'Our Lady of Aparecida'),
    on(11, 2, "All Souls' Day"),
    on(11, 15, 'Republic Day'),
    on(11, 20, 'Black Awareness Day', { from: 2024 }),
    christmas,
  ],
  CA: [
    newYear,
    goodFriday,
    on(7, 1, 'Canada Day', { substitute: { 7: 1 } }),
    on(9, 1, 'Labour Day', { weekday: monday }),
    christmas,
  ],
  DE: [
    newYear,
    goodFriday,
    easterMonday,
    labourDay,
    ascension,
    whitMonday,
    on(10, 3, 'German Unity Day'),
    on(10, 31, 'Reformation Day', { from: 2017, to: 2017 }),
    christmas,
    secondChristmasDay,
  ],
  DK: [
    newYear,
    afterEaster(-3, 'Maundy Thursday'),
    goodFriday,
    easterMonday,
    afterEaster(26, 'Great Prayer Day', { to: 2023 }),
    ascension,
    whitMonday,
    christmas,
    secondChristmasDay,
  ],
  ES: [
    newYear,
    epiphany,
    goodFriday,
    labourDay,
    assumption,
    on(10, 12, 'National Day'),
    allSaints,
    on(12, 6, 'Constitution Day'),
    immaculateConception,
    christmas,
  ],
  FI: [
    newYear,
    epiphany,
    goodFriday,
    easterMonday,
    labourDay,
    ascension,
    on(6, 20, 'Midsummer Day', { weekday: 6 }),
    on(10, 31, "All Saints' Day", { weekday: 6 }),
    on(12, 6, 'Independence Day'),
    christmas,
    secondChristmasDay,
  ],
  FR: [
    newYear,
    easterMonday,
    labourDay,
    on(5, 8, 'Victory Day'),
    ascension,
    whitMonday,
    on(7, 14, 'Bastille Day'),
    assumption,
    allSaints,
    on(11, 11, 'Armistice Day'),
    christmas,
  ],
  GB: [
    on(1, 1, "New Year's Day", { substitute: nextMonday }),
    goodFriday,
    easterMonday,
    on(5, 1, 'Early May Bank Holiday', { weekday: monday, to: 2019 }),
    on(5, 8, 'Early May Bank Holiday', { from: 2020, to: 2020 }),
    on(5, 1, 'Early May Bank Holiday', { weekday: monday, from: 2021 }),
    on(4, 29, 'Royal Wedding', { from: 2011, to: 2011 }),
    on(5, 25, 'Spring Bank Holiday', { weekday: monday, to: 2011 }),
    on(6, 4, 'Spring Bank Holiday', { from: 2012, to: 2012 }),
    on(6, 5, 'Diamond Jubilee', { from: 2012, to: 2012 }),
    on(5, 25, 'Spring Bank Holiday', { weekday: monday, from: 2013, to: 2021 }),
    on(6, 2, 'Spring Bank Holiday', { from: 2022, to: 2022 }),
    on(5, 25, 'Spring Bank Holiday', { weekday: monday, from: 2023 }),
    on(6, 3, 'Platinum Jubilee', { from: 2022, to: 2022 }),
    on(9, 19, 'State Funeral of Queen Elizabeth II', { from: 2022, to: 2022 }),
    on(5, 8, 'Coronation of King Charles III', { from: 2023, to: 2023 }),
    on(8, 25, 'Summer Bank Holiday', { weekday: monday }),
    on(12, 25, 'Christmas Day', { substitute: { 6: 2, 7: 2 } }),
    on(12, 26, 'Boxing Day', { substitute: { 6: 2, 7: 2 } }),
  ],
  IE: [
    newYear,
    // on the day itself if that is a Friday
    on(2, 1, "Saint Brigid's Day", { weekday: monday, from: 2023, to: 2029 }),
    on(2, 1, "Saint Brigid's Day", { from: 2030, to: 2030 }),
    on(2, 1, "Saint Brigid's Day", { weekday: monday, from: 2031, to: 2057 }),
    on(3, 17, "Saint Patrick's Day"),
    easterMonday,
    on(5, 1, 'May Day', { weekday: monday }),
    on(6, 1, 'June Holiday', { weekday: monday }),
    on(8, 1, 'August Holiday', { weekday: monday }),
    on(10, 25, 'October Holiday', { weekday: monday }),
    christmas,
    on(12, 26, "Saint Stephen's Day"),
  ],
  IT: [
    newYear,
    epiphany,
    easterMonday,
    on(4, 25, 'Liberation Day'),
    labourDay,
    on(6, 2, 'Republic Day'),
    assumption,
    allSaints,
    immaculateConception,
    christmas,
    on(12, 26, "Saint Stephen's Day"),
  ],
  LU: [
    newYear,
    easterMonday,
    labourDay,
    on(5, 9, 'Europe Day', { from: 2019 }),
    ascension,
    whitMonday,
    on(6, 23, 'National Day'),
    assumption,
    allSaints,
    christmas,
    on(12, 26, "Saint Stephen's Day"),
  ],
  NL: [
    newYear,
    easterMonday,
    on(4, 30, "Queen's Day", { substitute: { 7: -1 }, to: 2013 }),
    on(4, 27, "King's Day", { substitute: { 7: -1 }, from: 2014 }),
    ascension,
    whitMonday,
    christmas,
    secondChristmasDay,
  ],
  NO: [
    newYear,
    afterEaster(-3, 'Maundy Thursday'),
    goodFriday,
    easterMonday,
    labourDay,
    on(5, 17, 'Constitution Day'),
    ascension,
    whitMonday,
    christmas,
    secondChristmasDay,
  ],
  PL: [
    newYear,
    epiphany,
    easterMonday,
    labourDay,
    on(5, 3, 'Constitution Day'),
    corpusChristi,
    assumption,
    allSaints,
    on(11, 11, 'Independence Day'),
    on(12, 24, 'Christmas Eve', { from: 2025 }),
    christmas,
    secondChristmasDay,
  ],
  PT: [
    newYear,
    goodFriday,
    on(4, 25, 'Freedom Day'),
    labourDay,
    corpusChristi,
    on(6, 10, 'Portugal Day'),
    assumption,
    on(10, 5, 'Republic Day'),
    allSaints,
    on(12, 1, 'Restoration of Independence'),
    immaculateConception,
    christmas,
  ],
  SE: [
    newYear,
    epiphany,
    goodFriday,
    easterMonday,
    labourDay,
    ascension,
    on(6, 6, 'National Day'),
    on(6, 20, 'Midsummer Day', { weekday: 6 }),
    on(10, 31, "All Saints' Day", { weekday: 6 }),
    christmas,
    secondChristmasDay,
  ],
  US: [
    on(1, 1, "New Year's Day", { substitute: nearestWorkday }),
    on(1, 15, 'Martin Luther King Day', { weekday: monday }),
    on(2, 15, "Washington's Birthday", { weekday: monday }),
    on(5, 25, 'Memorial Day', { weekday: monday }),
    on(6, 19, 'Juneteenth', { substitute: nearestWorkday, from: 2021 }),
    on(7, 4, 'Independence Day', { substitute: nearestWorkday }),
    on(9, 1, 'Labor Day', { weekday: monday }),
    on(10, 8, 'Columbus Day', { weekday: monday }),
    on(11, 11, 'Veterans Day', { substitute: nearestWorkday }),
    on(11, 22, 'Thanksgiving', { weekday: thursday }),
    on(12, 25, 'Christmas Day', { substitute: nearestWorkday }),
  ],
}

/** Days on which shops sell more or less, although nobody has the day off, in every market. */
export const observances: readonly HolidayRule[] = [
  on(2, 14, "Valentine's Day"),
  afterEaster(0, 'Easter Sunday'),
  on(10, 31, 'Halloween'),
  on(11, 23, 'Black Friday', { weekday: friday }),
  on(12, 24, 'Christmas Eve'),
  on(12, 31, "New Year's Eve"),
]
