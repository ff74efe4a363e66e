import { sql, transform } from '#engine'
import { device_reading } from '../../canonical/device_reading.ts'
import { devices } from '../../sources/devices/devices.ts'

export const stg_devices__readings = transform('staging.stg_devices__readings', {
  description: 'Measurements of devices.',
  grain: ['reading_key'],
  conformsTo: device_reading,
  columns: device_reading.columns,
  query: sql`
    select
      ops.key_of('devices', 'reading', device_id, metric, recorded_at) as reading_key,
      ops.key_of('devices', 'device', device_id) as device_key,
      'devices' as source,
      metric,
      value as reading,
      nullif(trim(unit), '') as unit,
      recorded_at::timestamptz as recorded_at,
      received_at::timestamptz as received_at
    from ${devices.readings}`,
})
