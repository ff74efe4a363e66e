import { canonical, id, instant, key, text } from '#engine'

export const membership_version = canonical('membership_version', {
  description: 'The level of a membership in one version of its record, the present one or an earlier one',
  columns: {
    membership_key: key('Surrogate key of the membership'),
    source: id('Source system, which is the loyalty programme'),
    tier: text('Level of the membership, in the words of the programme and lower case')
      .orNull()
      .notPersonal('a level that many members have'),
    changed_at: instant('When the source changed the record to this version'),
  },
})
