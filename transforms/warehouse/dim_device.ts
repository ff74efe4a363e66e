import { every, flag, id, instant, key, oneOf, sql, text, transform } from '#engine'
import { device } from '../canonical/device.ts'
import { device_reading } from '../canonical/device_reading.ts'

/**
 * Type 1: a row says what the device is now. Who owned it is on the facts, because devices change hands. A device that
 * sends readings before it is registered has a row without a model until then.
 */
export const dim_device = transform('warehouse.dim_device', {
  description:
    'Connected devices that customers registered or that sent readings, and the unknown member -1.',
  grain: ['device_key'],
  columns: {
    device_key: key('The device; -1 is the unknown member'),
    source: id('Source system'),
    device_id: id('Identifier of the device in that source').orNull().pii('identifier'),
    model: text('Model'),
    product_id: id('Product that it was sold as, such as its SKU').orNull(),
    firmware_version: text('Newest known version of its software').orNull(),
    status: oneOf('Whether somebody has it registered now; unknown if only readings name it', [
      'registered',
      'unregistered',
      'unknown',
    ]),
    registered_at: instant('When its present or last owner registered it').orNull(),
    unregistered_at: instant('When that owner unregistered it').orNull(),
    is_inferred: flag('Whether only readings name it, because its registration is not loaded'),
  },
  unknownMember: {
    device_key: -1,
    source: 'unknown',
    model: 'Unknown',
    status: 'unknown',
    is_inferred: false,
  },
  query: sql`
    with measuring as (
      select distinct
        source,
        device_key
      from ${every(device_reading)} reading
    )
    select
      device_key,
      coalesce(device.source, measuring.source) as source,
      device.device_id,
      coalesce(device.model, 'Unknown') as model,
      device.product_id,
      device.firmware_version,
      case
        when device.source is null then 'unknown'
        when device.is_deleted then 'unregistered'
        else 'registered'
      end as status,
      device.registered_at,
      device.unregistered_at,
      device.source is null as is_inferred
    from ${every(device)} device
    full join measuring using (device_key)`,
})
