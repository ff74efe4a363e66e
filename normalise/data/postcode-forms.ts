/** How a country writes a postcode: its pattern without spaces and punctuation, and its written form. */
export interface PostcodeForm {
  readonly pattern: RegExp
  readonly written: string
  /** The number of digits, if it has only digits: spreadsheets drop leading zeros. */
  readonly digits?: number
}

/** Digits in groups: `(3, 2)` gives '123 45'. */
function digits(groups: readonly number[], separator = ' '): PostcodeForm {
  return {
    pattern: new RegExp(`^${groups.map((count) => `(\\d{${count}})`).join('')}$`),
    written: groups.map((_, index) => `$${index + 1}`).join(separator),
    digits: groups.reduce((sum, count) => sum + count, 0),
  }
}

const three = digits([3])
const four = digits([4])
const five = digits([5])
const six = digits([6])
const british: PostcodeForm = {
  pattern: /^([A-Z]{1,2}\d[A-Z\d]?|GIR)([0O]\w\w|\d[A-Z]{2})$/,
  written: '$1 $2',
}
const american: PostcodeForm = { pattern: /^(\d{5})(\d{4})?$/, written: '$1-$2', digits: 5 }

const byForm: readonly (readonly [string, PostcodeForm])[] = [
  ['GB GG JE IM', british],
  ['US PR GU VI AS MP', american],
  ['CA', { pattern: /^([A-Z]\d[A-Z])(\d[A-Z]\d)$/, written: '$1 $2' }],
  ['NL', { pattern: /^(\d{4})([A-Z]{2})$/, written: '$1 $2' }],
  ['IE', { pattern: /^([A-Z]\d[\dW])([A-Z\d]{4})$/, written: '$1 $2' }],
  ['MT', { pattern: /^([A-Z]{3})(\d{4})$/, written: '$1 $2' }],
  ['AT AU BE BG CH CY DK GE HU LI LU LV MD MK NO NZ PH SI TN ZA', four],
  ['DE ES FI FR IT EE HR LT MX MY TR UA ID TH SA EG MA KR RS BA ME MC SM VA GP MQ GF RE', five],
  ['IN CN RU SG RO KZ VN CO EC', six],
  ['SE GR CZ SK', digits([3, 2])],
  ['PL', digits([2, 3], '-')],
  ['PT', digits([4, 3], '-')],
  ['BR', digits([5, 3], '-')],
  ['JP', digits([3, 4], '-')],
  ['IS FO', three],
  ['IL', digits([7])],
]

export const postcodeForms: ReadonlyMap<string, PostcodeForm> = new Map(
  byForm.flatMap(([countries, form]) => countries.split(' ').map((country) => [country, form])),
)
