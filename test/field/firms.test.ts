import { expect, test } from 'vitest'
import { peopleOf } from './people.ts'

/* Organisations are matched as organisations: by name and mailbox or domain, never by address alone, never with people. */

test.each([
  ['10-companies-ltd', ['cus_lt1', 'cus_lt2', 'cus_lt3', 'cus_lt4']],
  ['30-serviced-office', ['cus_so1', 'cus_so2', 'cus_so3', 'cus_so4']],
])('firms at one address are one each: %s', async (folder, firms) => {
  const { people } = await peopleOf(['stripe.customers', `${folder}/customers.jsonl`])
  expect(people).toEqual(firms)
})

const firm = (
  id: string,
  name: string,
  email: string | null,
  line1 = '20 Quill Yard',
  postcode = 'N1 9QY',
) => ({
  id: `cus_${id}`,
  object: 'customer',
  created: 1772600000,
  name,
  email,
  phone: null,
  address: { line1, line2: null, city: 'London', state: null, postal_code: postcode, country: 'GB' },
  livemode: true,
  metadata: {},
})
const contact = (id: string, properties: object) => ({
  id,
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-02T00:00:00Z',
  archived: false,
  properties: {
    city: 'London',
    zip: 'N1 9QY',
    country: 'United Kingdom',
    address: '20 Quill Yard',
    ...properties,
  },
})

/** The ids say which are one customer: A is one firm, and so is B; the others share with them what does not join. */
test('a firm is one if its name agrees with its mailbox, its domain or its address, and is never a person', async () => {
  const { people } = await peopleOf(
    [
      'stripe.customers',
      [
        firm('A1', 'Blue Heron Joinery Ltd', 'accounts@blueheron.example'),
        firm('A2', 'Blue Heron Joinery Limited', 'accounts@blueheron.example', '3 Quay Rd', 'E1 2AB'),
        firm('B1', 'Tarn Optics GmbH', 'eva@tarn.example'),
        firm('B2', 'TARN OPTICS GMBH', 'ali@tarn.example'),
        // another firm with the first one's mailbox, such as its accountant's; a numbered sister
        firm('C1', 'Slate Bakery Ltd', 'accounts@blueheron.example'),
        firm('D1', 'Depot 21 Ltd', 'depot@depots.example'),
        firm('E1', 'Depot 22 Ltd', 'depot@depots.example'),
      ],
    ],
    [
      'hubspot.contacts',
      [
        // people who work there
        contact('501', { firstname: 'Eva', lastname: 'Brandt', email: 'eva@tarn.example' }),
        contact('502', { firstname: 'Heron', lastname: 'Blue', email: 'heron@blueheron.example' }),
      ],
    ],
  )
  expect(people.map((ids) => ids.replaceAll('cus_', '')).toSorted()).toEqual([
    ...['501', '502'],
    ...['A1 A2', 'B1 B2', 'C1', 'D1', 'E1'],
  ])
})
