import { declareSurvivorship } from '../../transforms/identity/survivorship/declare.ts'

const rule = { never: [], lastResort: [], allowsSeveral: false } as const

/** Rules of another company: each attribute asks something else first, and other faults count. */
export const survivorship = declareSurvivorship({
  name: {
    ...rule,
    first: 'completeness',
    trust: [['square'], ['shopify'], ['*'], ['shopify guest']],
    never: ['incomplete'],
  },
  email: {
    ...rule,
    first: 'recency',
    trust: [['shopify guest', 'square']],
    lastResort: ['bounced', 'role mailbox'],
  },
  phone: { ...rule, first: 'agreement', trust: [['*']], never: ['deleted record'] },
  address: { ...rule, first: 'recency', trust: [['hubspot contact'], ['shopify']] },
  birth_date: { ...rule, first: 'trust', trust: [['square'], ['hubspot']], never: ['suspect'] },
  country: { ...rule, first: 'agreement', trust: [], lastResort: ['deleted record'] },
})
