import { decimal, flag, id, instant, key, text } from '../../../engine/declare/columns.ts'
import { sql } from '../../../engine/declare/sql.ts'
import { transform } from '../../../engine/declare/transform.ts'
import { stewardship } from '../../sources/stewardship/stewardship.ts'

export const stg_stewardship__evaluations = transform('staging.stg_stewardship__evaluations', {
  description: 'How well identity did, one row a figure of one evaluation.',
  grain: ['evaluation_key'],
  columns: {
    evaluation_key: key('Surrogate key of the row'),
    evaluation_id: id('What was measured at once'),
    evaluated_at: instant('When it was measured'),
    measured_against: text('What was held to be true'),
    part: text('What the figures are about: result, threshold, missed or false join'),
    label: text('The threshold or the reason; all for the result'),
    threshold: decimal('Match weight from which pairs are linked').orNull(),
    is_in_use: flag('Whether that threshold is the one of the settings').orNull(),
    precision: decimal('Pairs rightly joined among pairs joined').orNull(),
    recall: decimal('Pairs rightly joined among pairs of one person').orNull(),
    f1: decimal('Harmonic mean of precision and recall').orNull(),
    bcubed_precision: decimal('Precision by record').orNull(),
    bcubed_recall: decimal('Recall by record').orNull(),
    bcubed_f1: decimal('F1 by record').orNull(),
    record_count: decimal('Records whose person is known').orNull(),
    person_count: decimal('People they belong to').orNull(),
    cluster_count: decimal('People they were taken for').orNull(),
    true_pair_count: decimal('Pairs of records of one person').orNull(),
    joined_pair_count: decimal('Pairs that were joined').orNull(),
    correct_pair_count: decimal('Pairs of one person that were joined').orNull(),
    shared_record_count: decimal('Records of several people, left out').orNull(),
    silent_record_count: decimal('Records that say nothing of anybody, left out').orNull(),
    stranger_count: decimal('Different people of one name and birthday that are known').orNull(),
    stranger_join_count: decimal('Those of them that were joined').orNull(),
    pair_count: decimal('Pairs missed or falsely joined for this reason').orNull(),
  },
  query: sql`
    select ops.key_of(evaluation_id, part, label) as evaluation_key, evaluation_id,
      evaluated_at::timestamptz as evaluated_at, measured_against, part, label,
      threshold, is_in_use, precision, recall, f1, bcubed_precision, bcubed_recall, bcubed_f1,
      record_count::numeric as record_count, person_count::numeric as person_count,
      cluster_count::numeric as cluster_count, true_pair_count::numeric as true_pair_count,
      joined_pair_count::numeric as joined_pair_count, correct_pair_count::numeric as correct_pair_count,
      shared_record_count::numeric as shared_record_count, silent_record_count::numeric as silent_record_count,
      stranger_count::numeric as stranger_count, stranger_join_count::numeric as stranger_join_count,
      pair_count::numeric as pair_count
    from ${stewardship.evaluations} e`,
})
