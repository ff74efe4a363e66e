import { createRequire } from 'node:module'
import { domainToASCII } from 'node:url'
import { type MailProvider, mailProviders, personalDomains, roleNames } from './data/mail-providers.ts'
import { isJunkEmail, type JunkRules, junkRules } from './junk.ts'
import { clean } from './written.ts'

export type EmailKind = 'personal' | 'business' | 'role' | 'disposable' | 'junk' | 'invalid' | 'missing'

export interface Email {
  /** The address to write to. */
  readonly email: string | null
  /** Equal for addresses that reach the same mailbox. It may not be a working address itself. */
  readonly email_match: string | null
  readonly email_kind: EmailKind
}

const require = createRequire(import.meta.url)
export const disposableDomainsFile = require.resolve(
  'disposable-email-domains-js/dist/dict/disposable_email_blocklist.json',
)
const disposable: ReadonlySet<string> = new Set(require(disposableDomainsFile))
const providers = new Map<string, MailProvider>(
  mailProviders.flatMap((provider) => provider.domains.map((domain) => [domain, provider])),
)
const personal: ReadonlySet<string> = new Set([...providers.keys(), ...personalDomains])
const roles: ReadonlySet<string> = new Set(roleNames)
/** Top-level domains that cannot have mailboxes; `con` is a typing error for `com`. */
const deadTopLevels: ReadonlySet<string> = new Set([
  'invalid',
  'localhost',
  'local',
  'internal',
  'con',
  'cmo',
])
/** Japanese phone companies allow dots at the start, at the end and in a row. */
const looseDomains: ReadonlySet<string> = new Set(['docomo.ne.jp', 'ezweb.ne.jp'])

const missing: Email = { email: null, email_match: null, email_kind: 'missing' }
const junk: Email = { email: null, email_match: null, email_kind: 'junk' }
const invalid: Email = { email: null, email_match: null, email_kind: 'invalid' }

const productRules = junkRules()

export function normaliseEmail(written: string | null, rules: JunkRules = productRules): Email {
  const text = clean(written)
  if (text === null) return missing
  const address = addressIn(text.toLowerCase())
  if (isJunkEmail(address, rules)) return junk
  const at = address.lastIndexOf('@')
  const domain = at < 0 ? null : validDomain(address.slice(at + 1))
  const local = address.slice(0, Math.max(at, 0))
  if (domain === null || !isValidLocal(local, domain) || local.length + domain.length > 253) return invalid
  const provider = providers.get(domain)
  const mailbox = mailboxOf(local, provider)
  return {
    email: `${local}@${domain}`,
    email_match: `${mailbox}@${provider?.domain ?? domain}`,
    email_kind: kindOf(mailbox.replace(/(.)\+.*$/, '$1'), domain),
  }
}

/** The first address in 'Jane <jane@x.com>', 'mailto:jane@x.com?subject=…', 'jane@x.com; john@y.com'. */
function addressIn(text: string): string {
  const bracketed = /<([^<>]*@[^<>]*)>/.exec(text)?.[1]
  const plain = bracketed ?? text
  const first = (plain.startsWith('mailto:') ? plain.slice(7).replace(/\?.*$/, '') : plain)
    .replace(/\s*@\s*/g, '@')

    .split(/[,;|\s]+/)
    .find((word) => word.includes('@'))
  return (first ?? '').replace(/^["'(<[:]+|["')>\].:]+$/g, '')
}

const asciiDomain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/

function validDomain(written: string): string | null {
  const domain = /^[\x21-\x7e]*$/.test(written) ? written : domainToASCII(written)
  if (domain.length > 253 || !asciiDomain.test(domain)) return null
  return deadTopLevels.has(domain.slice(domain.lastIndexOf('.') + 1)) ? null : domain
}

function isValidLocal(local: string, domain: string): boolean {
  if (local.length > 64 || !/^[a-z0-9!#$%&'*+/=?^_`{|}~.\p{Ll}\p{Lo}\p{M}\p{Nd}-]+$/u.test(local))
    return false
  return looseDomains.has(domain) || !/^\.|\.\.|\.$/.test(local)
}

/**
 * Without the tag, if the provider ignores tags: elsewhere 'studio+anna' and 'studio+ben' can be two people. A tag is
 * never the whole name: '+jane@gmail.com' stays.
 */
function mailboxOf(local: string, provider: MailProvider | undefined): string {
  if (!provider) return local
  const tag = local.indexOf(provider.tag ?? '+')
  const name = tag > 0 ? local.slice(0, tag) : local
  const kept = provider.ignores ? name.replace(provider.ignores, '') : name
  return kept === '' ? name : kept
}

function kindOf(mailbox: string, domain: string): EmailKind {
  if (disposable.has(domain) || disposable.has(domain.slice(domain.indexOf('.') + 1))) return 'disposable'
  if (roles.has(mailbox.replace(/[._-]|\d+$/g, ''))) return 'role'
  return personal.has(domain) ? 'personal' : 'business'
}
