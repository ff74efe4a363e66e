import type { Pool } from 'pg'
import { ClienteleError, type PersonalData } from '#engine'
import { company } from '#settings'
import { normaliseEmail } from '../../normalise/email.ts'
import { normalisePhone } from '../../normalise/phone.ts'
import { bdg_customer_identifier } from '../../transforms/warehouse/bdg_customer_identifier.ts'
import { dim_customer } from '../../transforms/warehouse/dim_customer.ts'
import type { Sight } from './fields.ts'
import { isBigint } from './find.ts'
import { foundColumns, type Search } from './profile.ts'
import { customersLike } from './queries.ts'

export const mostFound = 50
const usuallyFound = 20
const shortestText = 3

/**
 * Names that share less than this of their trigrams are not alike: as much as a name with two wrong letters shares with the right
 * one, each of which spoils three trigrams of both. So long names have to be more alike than short ones, of which there are
 * too many that share little. One word is compared with the words of names.
 */
function thresholdsFor(text: string): string {
  const count = trigramsOf(text).size
  const twoMistakes = (count - 6) / (count + 6)
  // Postgres compares with single precision
  const least = Math.min(0.6, Math.max(0.42, twoMistakes)) - 0.001
  return `set local pg_trgm.similarity_threshold = ${least.toFixed(4)}; set local pg_trgm.word_similarity_threshold = 0.55`
}

/** As pg_trgm takes them: of each word, with two spaces before it and one after it. */
function trigramsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return new Set(
    words.flatMap((word) => {
      const letters = [' ', ' ', ...word, ' ']
      return letters.slice(2).map((_, i) => letters.slice(i, i + 3).join(''))
    }),
  )
}

/**
 * Customers whom a text may mean: by name, with typing mistakes; by part of a telephone number; by email address or the
 * beginning of it; by order number, customer key, or what a source calls them. Nothing is searched that the reader may not see.
 *
 * Errors: `profile-search-short`.
 */
export async function searchProfiles(
  pool: Pool,
  written: string,
  sight: Sight,
  limit = usuallyFound,
): Promise<Search> {
  const text = written.normalize('NFC').replaceAll('\0', '').replace(/\s+/g, ' ').trim().slice(0, 200)
  if ((text.match(/[\p{L}\p{N}]/gu) ?? []).length < shortestText) {
    throw new ClienteleError(
      'profile-search-short',
      `A search needs ${shortestText} letters or digits at least. Write more of the name, the telephone number, the email address or the number of the order.`,
    )
  }
  const may = (kind: PersonalData | null) => kind === null || sight.kinds.has(kind)
  const mayName = may(dim_customer.columns.full_name.personalData)
  const mayPhone = may(dim_customer.columns.phone.personalData)
  const mayIdentifier = may(bdg_customer_identifier.columns.identifier.personalData)
  const client = await pool.connect()
  try {
    await client.query(`begin read only; ${thresholdsFor(text)}`)
    const rows = await customersLike.read(client, {
      name: mayName && text.includes(' ') ? nameIn(text) : null,
      word: mayName && !text.includes(' ') ? nameIn(text) : null,
      digits: mayPhone ? digitsIn(text) : null,
      email_start: mayIdentifier && /^\S*[^\d\s]\S*$/.test(text) ? text.toLowerCase() : null,
      identifiers: mayIdentifier ? spellings(text) : [],
      order_ids: [...new Set([text, text.replace(/^#/, '')])],
      customer_key: isBigint(text) ? text : null,
      markets: sight.markets === null ? null : [...sight.markets],
      limit: Math.min(Math.max(1, limit), mostFound),
    })
    const isWithheld = (name: string) => !may(kindOf(name))
    return {
      total: rows[0]?.total ?? 0,
      currency: company.currency,
      customers: rows.map(({ customer_key, matched_by, matched_how, matched_values, total: _, ...row }) => ({
        customer_key,
        matches: matched_by.map((by, i) => ({
          by,
          how: howOf(matched_how[i]),
          value: matched_values[i] ?? '',
        })),
        ...Object.fromEntries(Object.entries(row).filter(([name]) => !isWithheld(name))),
      })),
      withheld: Object.keys(foundColumns).filter(isWithheld),
      not_searched: [
        ...(mayName ? [] : ['name']),
        ...(mayPhone ? [] : ['phone']),
        ...(mayIdentifier ? [] : ['identifiers']),
      ],
    }
  } finally {
    await client.query('rollback')
    client.release()
  }
}

function kindOf(name: string): PersonalData | null {
  return Object.entries(foundColumns).find(([column]) => column === name)?.[1].personalData ?? null
}

function howOf(how: string | undefined): 'same' | 'begins' | 'contains' | 'similar' {
  return how === 'same' || how === 'begins' || how === 'contains' ? how : 'similar'
}

/** What may be a name: it has letters, and no more digits than letters. */
function nameIn(text: string): string | null {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const digits = text.match(/\p{N}/gu)?.length ?? 0
  return letters >= shortestText && digits <= letters && !text.includes('@') ? text : null
}

/** A pattern for part of a telephone number. One that begins with 0 is written with its country code in the warehouse. */
function digitsIn(text: string): string | null {
  if (!/^[\d\s+().\-/]+$/.test(text)) return null
  const digits = text.replace(/\D/g, '').replace(/^0+/, '')
  return digits.length < shortestText ? null : `%${digits}%`
}

/** The ways in which the warehouse may write an identifier. */
function spellings(text: string): string[] {
  const { email } = normaliseEmail(text)
  const { phone } = /\d/.test(text) ? normalisePhone(text, company.phoneRegion) : { phone: null }
  return [...new Set([text, text.toLowerCase(), text.toUpperCase(), email, phone])].filter(
    (one) => one !== null,
  )
}
