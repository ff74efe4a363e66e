import { z } from 'zod'
import { instantText, source } from '#engine'

const text = z.string().min(1).nullable().optional()

/**
 * A loyalty programme as a ledger: movements are added and never changed, and a member's balance is the sum of that
 * member's movements. A CSV file has these fields as columns.
 */
export const loyalty = source('loyalty', {
  system: 'Loyalty ledger',
  entities: {
    members: {
      description: 'Members of the loyalty programme',
      key: ['member_id'],
      freshWithinHours: 24,
      eventTime: 'updated_at',
      changedAt: 'updated_at',
      keepsVersionsOf: ['tier'],
      deletedWhen: { field: 'left_at', is: 'present' },
      pii: {
        given_name: 'name',
        family_name: 'name',
        email: 'contact',
        phone: 'contact',
        birth_date: 'birth',
        street: 'address',
        city: 'address',
        postcode: 'address',
      },
      fields: {
        member_id: z.string().min(1).describe('Membership number'),
        joined_at: instantText().describe('When the member joined'),
        updated_at: instantText().describe('When the record last changed'),
        left_at: instantText().nullable().optional().describe('When the member left'),
        tier: text.describe('Level of the membership, e.g. silver'),
        given_name: text.describe('Given name'),
        family_name: text.describe('Family name'),
        email: text.describe('Email address'),
        phone: text.describe('Phone number'),
        birth_date: text.describe('Date of birth, as the member gave it'),
        street: text.describe('House number and street'),
        city: text.describe('City'),
        postcode: text.describe('Postcode'),
        country: text.describe('Country'),
      },
    },
    movements: {
      description: 'Points earned, redeemed, expired and adjusted',
      key: ['movement_id'],
      freshWithinHours: 24,
      eventTime: 'occurred_at',
      fields: {
        movement_id: z.string().min(1).describe('Number of the movement'),
        member_id: z.string().min(1).describe('The member'),
        movement_type: z.enum(['earned', 'redeemed', 'expired', 'adjusted']).describe('What happened'),
        points: z
          .int()
          .min(-1_000_000_000)
          .max(1_000_000_000)
          .refine((points) => points !== 0, 'a movement of zero points')
          .describe('Points; negative if they leave the account'),
        occurred_at: instantText().describe('When it happened'),
        order_source: text.describe('Source of the related order, e.g. shopify'),
        order_id: text.describe('Id of that order in its source'),
        expires_at: instantText().nullable().optional().describe('When earned points expire'),
        reason: text.describe('Reason of the movement'),
      },
    },
  },
})
