import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { ClienteleError } from '#engine'
import type { AttributeRule } from '../../transforms/identity/survivorship/attributes.ts'
import { declareHouseholds, declareSurvivorship } from '../../transforms/identity/survivorship/declare.ts'
import { useDatabase } from '../harness/database.ts'
import { choices, expectedChoices } from './golden-oracle.ts'
import { buildGolden, goldenRecords, sendings } from './golden-records.ts'
import { survivorship } from './other-survivorship.ts'

vi.mock('../../transforms/identity/map_identity.ts', () => import('./record-id-identity.ts'))
vi.mock('../../transforms/identity/survivorship/rules.ts', () => import('./other-survivorship.ts'))

const db = useDatabase()

test('other rules choose other values, as they say', async () => {
  await fc.assert(
    fc.asyncProperty(goldenRecords, sendings, async (records, sent) => {
      await buildGolden(db.pool, records, sent)
      expect(await choices(db.pool)).toEqual(expectedChoices(records, sent, survivorship))
    }),
    { numRuns: 8 },
  )
})

describe('what cannot be followed is refused', () => {
  const { email } = survivorship
  /** As a file edited by hand may have it: the compiler has not seen it. */
  const edited = (change: object): AttributeRule => Object.assign({}, email, change)
  const refusal = (declare: () => unknown) => {
    try {
      declare()
    } catch (error) {
      expect(error).toBeInstanceOf(ClienteleError)
      expect(error).toMatchObject({ code: 'survivorship-invalid' })
      return error instanceof ClienteleError ? error.message : ''
    }
    return 'accepted'
  }
  test.each<[what: string, change: object, says: string]>([
    ['a source that is not there', { trust: [['shopfy']] }, 'email.trust: there is no source "shopfy"'],
    ['a kind of a source that is not there', { trust: [['shopfy guest']] }, 'no source "shopfy"'],
    ['a source named twice', { trust: [['hubspot'], ['hubspot']] }, 'source "hubspot" is named twice'],
    ['a tier that names nobody', { trust: [[]] }, 'names no source'],
    ['a word that is no source', { trust: [['Hub-Spot!']] }, '"Hub-Spot!" is not a source'],
    [
      'a fault that is none',
      { never: ['old'] },
      '"old" is not a fault; the faults are deleted record, incomplete',
    ],
    ['a fault of another attribute', { never: ['suspect'] }, 'email cannot have the fault "suspect"'],
    [
      'a fault named twice',
      { never: ['bounced'], lastResort: ['bounced'] },
      'fault "bounced" is named twice',
    ],
    ['a question that is none', { first: 'luck' }, 'email.first'],
    ['a word that is not known', { trusts: [] }, 'trusts'],
  ])('%s', (_, change, says) => {
    expect(refusal(() => declareSurvivorship({ ...survivorship, email: edited(change) }))).toContain(says)
  })
  test('all of it at once', () => {
    const said = refusal(() =>
      declareSurvivorship({ ...survivorship, email: edited({ first: 'luck', trust: [[]] }) }),
    )
    expect(said).toMatch(/names no source.*first|first.*names no source/)
  })
  test.each([0, 1, 2.5, 1000])('households of at most %s', (mostPeople) => {
    expect(refusal(() => declareHouseholds({ mostPeople }))).toContain('households.mostPeople')
  })
})
