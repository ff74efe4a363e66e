import { canonical, decimal, id, instant, key, text } from '#engine'

/** One value that a device measured. */
export const device_reading = canonical('device_reading', {
  description: 'A value that a device measured, as one source has it',
  columns: {
    reading_key: key('Surrogate key of the reading'),
    device_key: key('Device that measured'),
    source: id('Source system'),
    metric: text('What was measured'),
    reading: decimal('What it was; nothing where the sensor failed').orNull(),
    unit: text('Unit of the reading').orNull(),
    recorded_at: instant('When it was measured'),
    received_at: instant('When it was heard of').orNull(),
  },
})
