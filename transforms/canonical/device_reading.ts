import { canonical, decimal, id, instant, key, text } from '#engine'

export const device_reading = canonical('device_reading', {
  description: 'A value that a device measured, as one source has it',
  columns: {
    reading_key: key('Surrogate key of the reading'),
    device_key: key('Device that measured it'),
    source: id('Source system'),
    metric: text('Name of the metric'),
    reading: decimal('Measured value; missing if the sensor failed').orNull(),
    unit: text('Unit of the reading').orNull(),
    recorded_at: instant('When it was measured'),
    received_at: instant('When the source received it').orNull(),
  },
})
