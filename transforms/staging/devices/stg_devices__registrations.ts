import { sql, text, transform, withDeleted } from '#engine'
import { device } from '../../canonical/device.ts'
import { devices } from '../../sources/devices/devices.ts'
import { knownEmail, knownId, knownPhone, personKey } from '../person-key.ts'

/** An owner is an account, or else an email address or phone number. A device that was given up still has one. */
export const stg_devices__registrations = transform('staging.stg_devices__registrations', {
  description: 'Devices and their owners.',
  grain: ['device_key'],
  conformsTo: device,
  columns: {
    ...device.columns,
    owner_id: text('What identifies the owner: account, email address or phone number')
      .orNull()
      .pii('identifier'),
    owner_name: text('Name of the owner').orNull().pii('name'),
    owner_email: text('Email address of the owner').orNull().pii('contact'),
    owner_phone: text('Phone number of the owner').orNull().pii('contact'),
    owner_postcode: text('Postcode of the owner').orNull().pii('address'),
    owner_country: text('Country of the owner').orNull(),
  },
  query: sql`
    with typed as (
      select
        *,
        coalesce(
          ${knownId(sql`trim(owner_id)`)},
          ${knownEmail(sql`owner_email`)},
          ${knownPhone(sql`owner_phone`)}
        ) as owner
      from ${withDeleted(devices.registrations)}
    )
    select
      ops.key_of('devices', 'device', device_id) as device_key,
      ${personKey('devices', 'owner', sql`owner`)} as record_key,
      'devices' as source,
      device_id,
      trim(model) as model,
      nullif(trim(sku), '') as product_id,
      nullif(trim(firmware_version), '') as firmware_version,
      registered_at::timestamptz as registered_at,
      unregistered_at::timestamptz as unregistered_at,
      updated_at::timestamptz as updated_at,
      _is_deleted as is_deleted,
      owner as owner_id,
      nullif(trim(owner_name), '') as owner_name,
      nullif(trim(owner_email), '') as owner_email,
      nullif(trim(owner_phone), '') as owner_phone,
      nullif(trim(owner_postcode), '') as owner_postcode,
      nullif(trim(owner_country), '') as owner_country
    from typed`,
})
