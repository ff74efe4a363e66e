import { expect, test } from 'vitest'
import { ClienteleError } from '#engine'
import { type IdentitySettingsInput, identitySettings } from '../../../transforms/identity/matching/index.ts'
import { smallSettings } from './matching.ts'

function problemsOf(change: Partial<IdentitySettingsInput>): unknown {
  try {
    identitySettings({ ...smallSettings, ...change })
  } catch (error) {
    if (error instanceof ClienteleError && error.code === 'identity-settings') return error.fields.problems
    throw error
  }
  return []
}

const [given, ...others] = smallSettings.comparisons
const { identifiers, blocking, columns } = smallSettings
const level = { label: 'same', when: { kind: 'exact' as const, columns: ['given'] } }

test('settings without mistakes have no problems', () => {
  expect(problemsOf({})).toEqual([])
})

test.each<[string, Partial<IdentitySettingsInput>]>([
  ['personSignature: there is no prepared column name', { personSignature: ['name'] }],
  [
    'identifiers email: there is no prepared column mail',
    { identifiers: identifiers.map((one) => (one.kind === 'email' ? { ...one, column: 'mail' } : one)) },
  ],
  [
    'cannotLink suffix: there is no prepared column suffix',
    {
      cannotLink: [
        { name: 'suffix', when: [{ kind: 'not', level: { kind: 'exact', columns: ['suffix'] } }] },
      ],
    },
  ],
  [
    'blocking town: there is no prepared column town',
    { blocking: { ...blocking, rules: [...blocking.rules, { name: 'town', on: ['town'] }] } },
  ],
  [
    'comparisons given, same: add given to the columns that it requires',
    { comparisons: [...others, { name: 'given', requires: ['family'], levels: [level] }] },
  ],
  [
    'comparisons given, near: days needs day; given is text',
    {
      comparisons: [
        ...others,
        {
          name: 'given',
          requires: ['given'],
          levels: [
            { label: 'near', when: { kind: 'any', of: [{ kind: 'days', column: 'given', atMost: 1 }] } },
          ],
        },
      ],
    },
  ],
  [
    'comparisons birthday: every blocking rule that trains makes its columns equal, so the model cannot learn it; add a rule on other columns',
    {
      identifiers: [],
      blocking: { ...blocking, rules: [{ name: 'birthday', on: ['birth'] }] },
      comparisons: [
        ...smallSettings.comparisons.filter(({ name }) => name !== 'birth date'),
        {
          name: 'birthday',
          requires: ['birth'],
          levels: [{ label: 'same', when: { kind: 'exact', columns: ['birth'] } }],
        },
      ],
    },
  ],
  [
    'columns.initial: `start` needs a length, the others must not have one',
    { columns: { ...columns, initial: { from: 'given', as: 'start' } } },
  ],
  ['linkRequiresAgreementOn: there is no comparison town', { linkRequiresAgreementOn: ['town'] }],
  [
    'thresholds: keep, review, link and bridge must not decrease in this order',
    { thresholds: { keep: 0, review: -1, link: 3, bridge: 9 } },
  ],
  ['the name given name is used twice', { comparisons: given ? [given, given, ...others] : [] }],
])('%s', (problem, change) => {
  expect(problemsOf(change)).toEqual([problem])
})

test('all problems are listed at once', () => {
  const change = { personSignature: ['name'], linkRequiresAgreementOn: ['town'] }
  expect(problemsOf(change)).toHaveLength(2)
})
