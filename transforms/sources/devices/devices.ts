import { z } from 'zod'
import { decimalText, instantText, source } from '#engine'

const text = z.string().nullable().optional()

/** Connected devices that customers own: registrations and readings from a device cloud. */
export const devices = source('devices', {
  system: 'Connected devices',
  entities: {
    registrations: {
      description: 'Devices and their owners',
      key: ['device_id'],
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'registered_at',
      changedAt: 'updated_at',
      deletedWhen: { field: 'unregistered_at', is: 'present' },
      pii: {
        owner_id: 'identifier',
        owner_name: 'name',
        owner_email: 'contact',
        owner_phone: 'contact',
        owner_postcode: 'address',
      },
      fields: {
        device_id: z.string().min(1).describe('Id of the device'),
        serial_number: text.describe('Serial number'),
        model: z.string().min(1).describe('Model'),
        sku: text.describe('Product it was sold as'),
        firmware_version: text.describe('Version of its software'),
        owner_id: text.describe('Account of the owner'),
        owner_name: text.describe('Name of the owner'),
        owner_email: text.describe('Email address of the owner'),
        owner_phone: text.describe('Phone number of the owner'),
        owner_postcode: text.describe('Postcode of the owner'),
        owner_country: text.describe('Country of the owner'),
        registered_at: instantText().describe('When the owner registered it'),
        unregistered_at: instantText().nullable().optional().describe('When the owner unregistered it'),
        updated_at: instantText().describe('When the registration last changed'),
      },
    },
    readings: {
      description: 'What devices measured, one value per record',
      key: ['device_id', 'metric', 'recorded_at'],
      unknownFields: 'evolve',
      freshWithinHours: 6,
      eventTime: 'recorded_at',
      fields: {
        device_id: z.string().min(1).describe('Device that measured'),
        metric: z.string().min(1).max(200).describe('What was measured, e.g. temperature'),
        value: z
          .union([decimalText(), z.number(), z.null()])
          .meta({ postgres: 'numeric' })
          .describe('Measured value; missing if the sensor failed'),
        unit: text.describe('Unit of the value'),
        recorded_at: instantText().describe('When it was measured, by the clock of the device'),
        received_at: instantText().nullable().optional().describe('When the device cloud received it'),
      },
    },
  },
})
