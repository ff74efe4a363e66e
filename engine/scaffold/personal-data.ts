import type { PersonalData } from '../declare/columns.ts'
import { hasCheckDigits } from './check-digits.ts'
import { plainHeader } from './headers.ts'

/*
 * Which columns hold personal data, by their values and by their headers in several languages. A column that is marked
 * by mistake is masked until somebody corrects the contract; one that is missed is shown to every reader. So doubtful
 * columns are marked.
 */

/** Words of headers without accents, in English, Portuguese, Spanish, French, Italian, German, Dutch and Nordic languages. */
const headerWords: readonly (readonly [PersonalData, RegExp])[] = [
  [
    'contact',
    /e ?mail|courriel|correo|phone|mobile?\b|movil|\btel\b|\btelef|\bfon\b|handy|celular|\bgsm\b|telepon|puhelin|whatsapp|\bfax\b/,
  ],
  [
    'birth',
    /birth|\bdob\b|\bborn\b|nasci|nacimiento|naissance|geburt|geboren|geboorte|fodsel|fodt|\bfodd|syntym|urodz/,
  ],
  [
    'identifier',
    /\bip\b|device|cookie|passport|passeport|pasaporte|reisepass|\biban\b|\bcpf\b|\bnif\b|\bdni\b|\bnie\b|\bssn\b|social security|national id|national insurance|\bnino\b|codice fiscale|steuer ?id|\bbsn\b|pesel|personnummer|fodselsnummer|henkilotunnus|tax ?id/,
  ],
  [
    'address',
    /address|adres|endereco|direccion|indirizzo|street|strass?e|\brua\b|calle\b|\brue\b|\bstraat\b|gade\b|\bgata\b|\bulica\b|city\b|\btown\b|cidade|ciudad|\bville\b|\bcitta\b|\bstadt\b|\bort\b|\bwohnort\b|\bplaats\b|bairro|post ?code|postal|\bzip\b|\bplz\b|\bcep\b|\bcap\b|postnummer|postleitzahl/,
  ],
  [
    'name',
    /(first|last|full|given|family|middle|sur|customer|client|guest|contact|patient|member) ?name|^name$|^(customer|client|guest|patient)$|^nome|sobrenome|apellido|^nombre|^nom\b|prenom|cognome|vorname|nachname|^naam$|voornaam|achternaam|^navn$|^namn$|fornavn|etternavn|fornamn|efternamn|^(cliente|kunde|klant|hospede|titular)$/,
  ],
  [
    'free text',
    /\bnotes?\b|\bnotas?\b|comment|kommentar|comentario|message|mensagem|remark|feedback|anmerkung|bemerkung|observa|opmerking/,
  ],
]

export function personalDataInHeader(header: string): PersonalData | null {
  const words = plainHeader(header).replaceAll('_', ' ')
  return headerWords.find(([, pattern]) => pattern.test(words))?.[0] ?? null
}

/** Holds for a value if most values of a column must meet it. */
const valueForms: readonly (readonly [PersonalData, (value: string) => boolean])[] = [
  ['contact', (value) => /^[^\s@,;]+@[^\s@,;]+\.[\p{L}-]{2,}$/u.test(value)],
  ['contact', isPhone],
  ['identifier', isNationalId],
  ['address', isAddress],
]

const mostShare = 0.6

/** Judged by the values that are not empty. */
export function personalDataInValues(values: readonly string[]): PersonalData | null {
  if (values.length === 0) return null
  const isMost = (holds: (value: string) => boolean) =>
    values.filter(holds).length >= values.length * mostShare
  return valueForms.find(([, holds]) => isMost(holds))?.[0] ?? null
}

/** Written with a plus, a leading zero or an area code apart, so that a number for orders is none. */
function isPhone(value: string): boolean {
  if (!/^(?:\+|00|\()?[\d\s()./-]{8,22}(?:\s?(?:x|ext\.?)\s?\d+)?$/i.test(value)) return false
  const digits = value.replace(/\D/g, '')
  if (digits.length < 9 || digits.length > 15 || /^\d+[-/.]\d+[-/.]\d+$/.test(value)) return false
  return /^(?:\+|0|\()/.test(value) || /^\d{2,5}[\s-]\d{4,5}[\s-]?\d{3,4}$/.test(value)
}

function isNationalId(value: string): boolean {
  const forms = [
    /^\d{3}\.\d{3}\.\d{3}-\d{2}$/, // CPF of Brazil
    /^\d{3}-\d{2}-\d{4}$/, // Social Security number of the United States
    /^[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]$/i, // National Insurance number of the United Kingdom
    /^[A-Z]{6}\d{2}[A-EHLMPR-T]\d{2}[A-Z]\d{3}[A-Z]$/i, // codice fiscale of Italy
    /^(?:[XYZ]\d{7}|\d{8})-?[A-HJ-NP-TV-Z]$/i, // DNI and NIE of Spain
    /^(?:\d{6}|\d{8})[-+A]\d{3}[\dA-Y]$/i, // personal identity numbers of Sweden and Finland
  ]
  return forms.some((form) => form.test(value)) || hasCheckDigits(value)
}

const streetWord =
  /(?:^|[\s,])(?:street|st|road|rd|lane|ln|avenue|ave|close|drive|court|way|rua|r\.|av\.?|avenida|travessa|calle|c\/|plaza|rue|boulevard|bd|place|via|viale|piazza|ulica|ul\.)(?=[\s.,]|$)|(?:stra(?:ss|ß)e|str\.|weg|platz|gasse|allee|straat|laan|gatan|vägen|gade|vej|gata)\b/iu

/** A street with a number, or a postcode with letters or a hyphen. */
function isAddress(value: string): boolean {
  if (streetWord.test(value) && /\d/.test(value)) return true
  return /^(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\d{5}-\d{3}|\d{4}-\d{3}|\d{4} ?[A-Z]{2})$/i.test(value)
}

const year = 365.25 * 24 * 3600 * 1000

/** Days of birth lie decades apart and mostly in the lives of adults. `days` are ISO 8601. */
export function areBirthDates(days: readonly string[], today = Date.now()): boolean {
  const ages = days.map((day) => (today - Date.parse(day)) / year).sort((a, b) => a - b)
  const [least = 0, most = 0] = [ages[Math.floor(ages.length / 10)], ages[Math.ceil(ages.length * 0.9) - 1]]
  return ages.length >= 3 && least >= 12 && most <= 110 && most - least >= 10
}

/** Names: most mailboxes of the same rows hold a word of the value. */
export function areNames(values: readonly string[], emails: readonly string[]): boolean {
  const pairs = values.flatMap((value, at) => {
    const email = emails[at] ?? ''
    return value === '' || email === '' ? [] : [[value, email] as const]
  })
  const named = pairs.filter(([value, email]) => {
    const mailbox = plainHeader(email.replace(/@.*$/, ''))
    const words = plainHeader(value).split('_')
    return /^\D+$/.test(value) && words.some((word) => word.length >= 3 && mailbox.includes(word))
  })
  return pairs.length > 0 && named.length >= pairs.length * 0.3
}
