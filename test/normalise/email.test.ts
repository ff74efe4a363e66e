import { expect, test } from 'vitest'
import { personalDomains } from '../../normalise/data/mail-providers.ts'
import { normaliseEmail } from '../../normalise/email.ts'

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
  ['No-Reply@acme.com', 'no-reply@acme.com', 'no-reply@acme.com', 'role'],
  ['sales+jane@acme.com', 'sales+jane@acme.com', 'sales@acme.com', 'role'],
  ['noemail@shop.co.uk', 'noemail@shop.co.uk', 'noemail@shop.co.uk', 'role'],
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
