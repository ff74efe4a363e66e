import { expect, test } from 'vitest'
import { type Member, members } from './members.ts'
import { peopleOf } from './people.ts'

/* One identifier alone does not join people whose names disagree: it needs some agreement, or the source's own word. */

test('couples on one mobile are two people each, also if their names look alike', async () => {
  const { people, review } = await peopleOf(['loyalty.members', '23-couple-shared-mobile/members.csv'])
  expect(people).toEqual(['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8'])
  expect(review).toEqual(['C1 C2', 'C3 C4', 'C5 C6', 'C7 C8'])
})

test('an address that many invent joins nobody', async () => {
  const { people } = await peopleOf(['loyalty.members', '24-placeholder-email/members.csv'])
  expect(people).toEqual(['E1', 'E2', 'E3', 'E4'])
})

test('names in other spellings and orders are one person, a junior and a senior are two', async () => {
  const { people } = await peopleOf(['loyalty.members', '47-names/members.csv'])
  expect(people).toEqual(['N1 N2', 'N3 N4', 'N5', 'N6', 'N7 N8'])
})

test('two members of a studio with addresses of one mailbox are two', async () => {
  const { people } = await peopleOf(['loyalty.members', '19-plus-relay/members.csv'])
  expect(people).toEqual(['P1', 'P2'])
})

test('one customer with a new id for each checkout is one', async () => {
  const folder = '31-new-id-per-checkout'
  const { people } = await peopleOf(
    ['shopify.customers', `${folder}/customers.jsonl`],
    ['shopify.orders', `${folder}/orders.jsonl`],
  )
  expect(people).toEqual(['3100001 3100002 3100003'])
})

test('guests without a name who give one telephone number are one', async () => {
  const { people } = await peopleOf(['shopify.orders', '42-cod-phones/orders.jsonl'])
  expect(people).toHaveLength(1)
})

/** Members who share a value with the one before of the same letter; the ids say who is one person. */
const sharing: readonly (Partial<Member> & { readonly member_id: string })[] = [
  // spouses with one family name, and friends with one given name's beginning
  { member_id: 'A1', given_name: 'Grace', family_name: 'Hollis', phone: '07400600001' },
  { member_id: 'B1', given_name: 'Daniel', family_name: 'Hollis', phone: '07400600001' },
  { member_id: 'C1', given_name: 'Priya', family_name: 'Nair', phone: '07400600002' },
  {
    member_id: 'D1',
    given_name: 'Priyanka',
    family_name: 'Sethi',
    phone: '07400600002',
    email: 'd@x.example',
  },
  // one person: a nickname, an initial, another family name after a marriage, no given name, swapped names
  { member_id: 'E1', given_name: 'Robert', family_name: 'Tanner', email: 'e@x.example' },
  { member_id: 'E2', given_name: 'Bob', family_name: 'Tanner', email: 'e@x.example' },
  { member_id: 'F1', given_name: 'Imogen', family_name: 'Castle', phone: '07400600006' },
  { member_id: 'F2', given_name: 'I', family_name: 'Castle', phone: '07400600006' },
  { member_id: 'G1', given_name: 'Harriet', family_name: 'Pool', email: 'g@x.example' },
  { member_id: 'G2', given_name: 'Harriet', family_name: 'Winterbourne', email: 'g@x.example' },
  { member_id: 'H1', given_name: 'Leonie', family_name: 'Ashdown', phone: '07400600008' },
  { member_id: 'H2', given_name: null, family_name: 'Ashdown', phone: '07400600008' },
  { member_id: 'I1', given_name: 'Ngoc Anh', family_name: 'Tran', email: 'i@x.example' },
  { member_id: 'I2', given_name: 'Tran', family_name: 'Ngoc Anh', email: 'i@x.example' },
  // two people: another family name, and no given name
  { member_id: 'J1', given_name: 'Walter', family_name: 'Quill', phone: '07400600010' },
  { member_id: 'K1', given_name: null, family_name: 'Barrow', phone: '07400600010' },
  // a record without a name is no bridge between two people who share its mailbox
  { member_id: 'L1', given_name: 'Colin', family_name: 'Frost', email: 'frosts@x.example' },
  { member_id: 'L2', given_name: null, family_name: null, email: 'frosts@x.example' },
  { member_id: 'M1', given_name: 'Ursula', family_name: 'Frost', email: 'frosts@x.example' },
  // nor is a telephone number that unrelated people give: not even people of one name
  ...['Peter Abbot', 'Susan Clegg', 'Imran Malik', 'Greta Vogel'].map((name, index) => ({
    member_id: `N${index}`,
    given_name: name.split(' ')[0] ?? null,
    family_name: name.split(' ')[1] ?? null,
    phone: '07400600014',
  })),
  { member_id: 'O1', given_name: null, family_name: null, phone: '07400600014' },
]

test('people who share a mobile or a mailbox are joined if their names agree', async () => {
  const { people } = await peopleOf(['loyalty.members', members(sharing)])
  const apart = people.filter((ids) => !ids.includes('L2'))
  expect(apart.toSorted()).toEqual([
    ...['A1', 'B1', 'C1', 'D1', 'E1 E2', 'F1 F2', 'G1 G2', 'H1 H2', 'I1 I2', 'J1', 'K1'],
    ...people.filter((ids) => /^[LM]1$/.test(ids)),
    ...['N0', 'N1', 'N2', 'N3', 'O1'],
  ])
  expect(people.filter((ids) => ids.includes('L1') && ids.includes('M1'))).toEqual([])
})

test('a source that says a number is shared is believed: a record without a name is not joined by it', async () => {
  const user = (id: number, name: string, phone: string, shared: boolean | null) => ({
    ...{ id, name, email: null, phone, shared_phone_number: shared, external_id: null, role: 'end-user' },
    ...{ active: true, alias: null, details: null, notes: null, organization_id: null, locale: null },
    ...{ created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' },
  })
  const { people } = await peopleOf(
    [
      'zendesk.users',
      [
        user(1, 'Maud Lister', '+447400800001', true),
        user(2, '+447400800001', '+447400800001', true),
        user(3, 'Ravi Bose', '+447400800003', null),
        user(4, '+447400800003', '+447400800003', false),
      ],
    ],
    [
      'loyalty.members',
      members([{ member_id: 'A', given_name: 'Maud', family_name: 'Lister', phone: '07400800001' }]),
    ],
  )
  expect(people).toEqual(['1', '2', '3 4', 'A'])
})
