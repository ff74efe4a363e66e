import { canonical, decimal, flag, id, instant, key, text } from '#engine'

/** A sale that somebody works on, from first contact to won or lost. */
export const deal = canonical('deal', {
  description: 'A sale under way, won or lost, as one source has it',
  columns: {
    deal_key: key('Surrogate key of the deal'),
    record_key: key('Profile record of the person it is made with').orNull(),
    company_key: key('Business it is made with').orNull(),
    source: id('Source system'),
    deal_id: id('Identifier of the deal in its source'),
    deal_name: text('Name of the deal').orNull().pii('free text'),
    pipeline: text('Sequence of stages it moves through').orNull(),
    stage: text('Stage it has reached'),
    amount: decimal('What it is worth, in its currency').orNull(),
    currency: id('Currency of the amount (ISO 4217)'),
    is_closed: flag('Whether it is won or lost'),
    is_won: flag('Whether it is won'),
    created_at: instant('When it was created').orNull(),
    closed_at: instant('When it was closed, or is expected to be').orNull(),
    updated_at: instant('When it last changed').orNull(),
    is_deleted: flag('Whether the source deleted it'),
  },
})
