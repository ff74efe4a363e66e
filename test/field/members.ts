import type { RecordOf } from '#engine'
import type { loyalty } from '../../transforms/sources/loyalty/loyalty.ts'

export type Member = RecordOf<typeof loyalty.members>

/** Members of the loyalty programme of whom only this is known. */
export function members(
  some: readonly (Partial<Member> & { readonly member_id: string })[],
): readonly object[] {
  return some.map((member) => ({
    joined_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    left_at: null,
    tier: 'gold',
    given_name: null,
    family_name: null,
    email: null,
    phone: null,
    birth_date: null,
    street: null,
    city: null,
    postcode: null,
    country: 'United Kingdom',
    ...member,
  }))
}
