import { postcodeForms } from './data/postcode-forms.ts'
import { clean } from './written.ts'

/** In the country's own format; in capitals if the format is not known or does not fit. Null without any digit. */
export function normalisePostcode(written: string | null, country: string): string | null {
  const text = clean(written)
    ?.toUpperCase()
    .replace(/\.0$/, '')
    .replace(/[^A-Z0-9 -]/g, '')
    .replace(/ +/g, ' ')
    .replace(/^[ -]+|[ -]+$/g, '')
  if (!text || !/\d/.test(text) || text.length > 12 || /^(?:0[0 -]*|9[9 -]*)$/.test(text)) return null
  const form = postcodeForms.get(country)
  const bare = withoutCountry(text, country).replace(/[ -]/g, '')
  if (form) {
    const digits = form.digits ?? 0
    const padded = /^\d+$/.test(bare) && bare.length === digits - 1 ? bare.padStart(digits, '0') : bare
    if (form.pattern.test(padded)) return inward(padded.replace(form.pattern, form.written)).replace(/-$/, '')
  }
  return text
}

/** 'D-10115', 'DE-10115', 'F-75001', 'CH-8001', 'LV-1010', 'L-1234'. */
function withoutCountry(text: string, country: string): string {
  const prefix = /^([A-Z]{1,2})[- ](?=\d)/.exec(text)?.[1]
  return prefix &&
    (prefix === country || prefix === country.slice(0, 1)) &&
    /^\d+$/.test(text.slice(prefix.length + 1))
    ? text.slice(prefix.length + 1)
    : text
}

/** The second half of a British postcode starts with a digit: 'SW1A OAA' has an O instead of a zero. */
function inward(postcode: string): string {
  return postcode.replace(/ O(?=[A-Z]{2}$)/, ' 0')
}
