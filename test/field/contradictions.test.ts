import { expect, test } from 'vitest'
import { type Member, members } from './members.ts'
import { peopleOf } from './people.ts'

/* What contradicts forbids: no two records that do are one customer, whatever is between them. */

test('twins are two people each, with one birthday, home, mailbox and telephone', async () => {
  const { people, review } = await peopleOf(['loyalty.members', '22-twins/members.csv'])
  expect(people).toEqual(['T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'T8'])
  expect(review).toEqual(['T1 T2', 'T3 T4', 'T5 T6', 'T7 T8'])
})

test('a father and a son of one name are two, because their birth dates are certain and differ', async () => {
  const { people, review } = await peopleOf(['loyalty.members', '40-father-son/members.csv'])
  expect(people).toEqual(['F1', 'F2', 'F3', 'F4'])
  expect(review).toContain('F3 F4')
})

const home = { street: '4 Larch Way', city: 'Leeds', postcode: 'LS6 3CD', phone: '07400700001' }
const mailbox = { email: 'arkwrights@x.example' }

/** The ids say who is one person. */
const family: readonly (Partial<Member> & { readonly member_id: string })[] = [
  // parents, a daughter named after her mother, and triplets, two of whom have names that few people have
  { member_id: 'A1', given_name: 'Edmund', family_name: 'Arkwright', birth_date: '1979-08-21', ...home },
  { member_id: 'B1', given_name: 'Rosalind', family_name: 'Arkwright', birth_date: '1981-02-19', ...mailbox },
  { member_id: 'C1', given_name: 'Rosalind', family_name: 'Arkwright', birth_date: '2008-10-25', ...mailbox },
  { member_id: 'D1', given_name: 'Hayden', family_name: 'Arkwright', birth_date: '2014-03-17', ...home },
  { member_id: 'E1', given_name: 'Jayden', family_name: 'Arkwright', birth_date: '2014-03-17', ...home },
  { member_id: 'F1', given_name: 'Ottoline', family_name: 'Arkwright', birth_date: '2014-03-17', ...home },
  // the father again: a day with its month swapped, a digit mistyped, and a date that nobody believes
  { member_id: 'A2', given_name: 'Edmund', family_name: 'Arkwright', birth_date: '1979-08-24', ...home },
  { member_id: 'A3', given_name: 'Edmund', family_name: 'Arkwright', birth_date: '1979-01-01', ...home },
  // no name and no birth date: belongs to one of those who share the mailbox, but joins no two of them
  { member_id: 'X1', ...mailbox },
  { member_id: 'X2', ...mailbox, phone: home.phone },
  {
    member_id: 'G1',
    given_name: 'Noor',
    family_name: 'Haddad',
    birth_date: '1990-03-04',
    email: 'g@x.example',
  },
  {
    member_id: 'G2',
    given_name: 'Noor',
    family_name: 'Haddad',
    birth_date: '1990-04-03',
    email: 'g@x.example',
  },
]

test('a family is as many people as it has, also if records without a name are between them', async () => {
  const { people } = await peopleOf(['loyalty.members', members(family)])
  const letters = people.map((ids) => [...new Set(ids.replace(/X\d/g, '').match(/[A-Z]/g))].join(''))
  expect(letters.filter((of) => of !== '').toSorted()).toEqual(['A', 'B', 'C', 'D', 'E', 'F', 'G'])
})
