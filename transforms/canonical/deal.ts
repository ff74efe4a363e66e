import { canonical, decimal, flag, id, instant, key, recordKey, text } from '#engine'

/** A sales opportunity, from the first contact until it is won or lost. */
export const deal = canonical('deal', {
  description: 'A sales opportunity that is open, won or lost, as one source has it',
  columns: {
    deal_key: key('Surrogate key of the deal'),
    record_key: recordKey('Profile record of the person it is with').orNull(),
    company_key: key('Business it is with').orNull(),
    source: id('Source system'),
    deal_id: id('Identifier of the deal in its source'),
    deal_name: text('Name of the deal').orNull().pii('free text'),
    agent_id: id('Who of the company owns it, in its source')
      .orNull()
      .notPersonal('somebody who works for the company'),
    pipeline: text('Pipeline, which is a sequence of stages')
      .orNull()
      .notPersonal('chosen by the company, not by the customer'),
    stage: text('Current stage').notPersonal('chosen by the company, not by the customer'),
    amount: decimal('Value, in its currency').orNull(),
    currency: id('Currency of the amount (ISO 4217)').notPersonal('an ISO 4217 code'),
    is_closed: flag('Whether it is won or lost'),
    is_won: flag('Whether it is won'),
    created_at: instant('When it was created'),
    closed_at: instant('When it was closed, or is expected to close').orNull(),
    updated_at: instant('When it last changed').orNull(),
    is_deleted: flag('Whether the source deleted it'),
  },
})
