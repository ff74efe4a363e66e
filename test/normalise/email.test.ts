import fc from 'fast-check'
import { expect, test } from 'vitest'
import { personalDomains } from '../../normalise/data/mail-providers.ts'
import { normaliseEmail } from '../../normalise/email.ts'
import { junkRules } from '../../normalise/junk.ts'

test.each([
  [' Jane.Doe+shop@GMAIL.com ', 'jane.doe+shop@gmail.com', 'janedoe@gmail.com', 'personal'],
  ['jane.doe@googlemail.com', 'jane.doe@googlemail.com', 'janedoe@gmail.com', 'personal'],
  ['jane.doe+shop@outlook.com', 'jane.doe+shop@outlook.com', 'jane.doe@outlook.com', 'personal'],
  ['jane+shop@fastmail.fm', 'jane+shop@fastmail.fm', 'jane@fastmail.fm', 'personal'],
  ['jane@me.com', 'jane@me.com', 'jane@icloud.com', 'personal'],
  ['Jane_Doe@pm.me', 'jane_doe@pm.me', 'janedoe@proton.me', 'personal'],
  ['jane-news@yahoo.co.uk', 'jane-news@yahoo.co.uk', 'jane@yahoo.co.uk', 'personal'],
  ['jane-doe@gmx.de', 'jane-doe@gmx.de', 'jane-doe@gmx.de', 'personal'],
  ['"Doe, Jane" <Jane@Acme.co.uk>', 'jane@acme.co.uk', 'jane@acme.co.uk', 'business'],
  ['mailto:jane@acme.com?subject=Hello', 'jane@acme.com', 'jane@acme.com', 'business'],
  ['jane@acme.com; john@acme.com', 'jane@acme.com', 'jane@acme.com', 'business'],
  ['jane @ acme.com', 'jane@acme.com', 'jane@acme.com', 'business'],
  ["'o'brien@acme.ie',", "o'brien@acme.ie", "o'brien@acme.ie", 'business'],
  ['jane＠acme.com', 'jane@acme.com', 'jane@acme.com', 'business'],
  ['ja\u200bne@acme.com.', 'jane@acme.com', 'jane@acme.com', 'business'],
  ['jöhn@müller.de', 'jöhn@xn--mller-kva.de', 'jöhn@xn--mller-kva.de', 'business'],
  ['почта@пример.рф', 'почта@xn--e1afmkfd.xn--p1ai', 'почта@xn--e1afmkfd.xn--p1ai', 'business'],
  ['taro..yamada.@docomo.ne.jp', 'taro..yamada.@docomo.ne.jp', 'taro..yamada.@docomo.ne.jp', 'personal'],
  ['+jane@acme.com', '+jane@acme.com', '+jane@acme.com', 'business'],
  ['info@acme.com', 'info@acme.com', 'info@acme.com', 'role'],
  ['sales+jane@acme.com', 'sales+jane@acme.com', 'sales+jane@acme.com', 'role'],
  ['jane+shop@acme.com', 'jane+shop@acme.com', 'jane+shop@acme.com', 'business'],
  ['x9@mailinator.com', 'x9@mailinator.com', 'x9@mailinator.com', 'disposable'],
])('%s', (written, email, email_match, email_kind) => {
  expect(normaliseEmail(written)).toEqual({ email, email_match, email_kind })
})

test.each([
  ...[
    'jane',
    '@acme.com',
    'jane@',
    'jane@acme',
    'jane@acme.con',
    'jane@localhost',
    'jane@[10.0.0.1]',
    'a..b@acme.com',
  ],
  ...[
    '.jane@acme.com',
    'jane@-acme.com',
    'jane@acme..com',
    'jane doe',
    `${'j'.repeat(65)}@acme.com`,
    '020 7946 0958',
  ],
])('%s is no address', (written) => {
  expect(normaliseEmail(written)).toEqual({ email: null, email_match: null, email_kind: 'invalid' })
})

test.each([null, '', '  ', 'N/A', 'none', '\u200b'])('%j is missing', (written) => {
  expect(normaliseEmail(written).email_kind).toBe('missing')
})

test('a permanent mail provider is not taken for a disposable one', () => {
  const taken = personalDomains.filter((domain) => normaliseEmail(`jane@${domain}`).email_kind !== 'personal')
  expect(taken).toEqual([])
})

test.each([
  ...['noemail@shop.co.uk', 'No-Reply@acme.com', 'noemailprovided@hillsidestore.example', 'none@none.com'],
  ...[
    'a@a.com',
    'x@x.x',
    'abc@abc.com',
    'fake@fake.com',
    'test@test.com',
    'test12@gmail.com',
    'no_email@x.co',
  ],
  ...['dont.have@x.co', 'guest@shop.com', 'undefined@shop.com', 'jane@noemail.com', 'nomail+7@gmail.com'],
])('%s is nobody’s address', (written) => {
  expect(normaliseEmail(written)).toEqual({ email: null, email_match: null, email_kind: 'junk' })
})

test.each([
  ...['ann@ann.co.uk', 'nora@none.org', 'naomi@x.com', 'na21@gmail.com', 'testa@lab.it', 'novak@no-mail.cz'],
  ...['noel@gmail.com', 'anonymouse@band.com', 'fakenham@town.uk', 'tom@tomtom.com', 'bo@botany.com'],
])('%s may be somebody’s', (written) => {
  expect(normaliseEmail(written).email).toBe(written)
})

test('a company adds addresses, domains and mailboxes', () => {
  const rules = junkRules({ emails: ['Front@Shop.example', '@tills.example', 'counter@'] })
  const kind = (email: string) => normaliseEmail(email, rules).email_kind
  expect(['front@shop.example', 'x7@tills.example', 'counter3@a.com'].map(kind)).toEqual([
    'junk',
    'junk',
    'junk',
  ])
  expect(['ann@shop.example', 'tills@a.com', 'encounter@a.com'].map(kind)).not.toContain('junk')
})

test('tags make two addresses one mailbox only where the provider ignores them', () => {
  const tags = fc.stringMatching(/^[a-z]{3,8}$/)
  fc.assert(
    fc.property(tags, tags, fc.boolean(), (one, other, isUpper) => {
      const match = (tag: string, domain: string) => {
        const email = `Kit.${tag.slice(0, 1)}lane+${tag}@${domain}`
        return normaliseEmail(isUpper ? email.toUpperCase() : email).email_match
      }
      const box = (tag: string, domain: string) => match(tag, domain)?.replace(tag.slice(0, 1), '')
      for (const domain of ['gmail.com', 'outlook.com', 'icloud.com', 'fastmail.com'])
        expect(box(`k${one}`, domain)).toBe(box(`k${other}`, domain))
      for (const domain of ['atelier.example', 'buyers.bazaar.example', 'gmx.de'])
        expect(match(one, domain) === match(other, domain)).toBe(one === other)
    }),
  )
})
