import { canonical, flag, id, instant, key, recordKey, text } from '#engine'

/** A device that a customer owns and that sends readings. */
export const device = canonical('device', {
  description: 'A connected device and its owner, as one source has it',
  columns: {
    device_key: key('Surrogate key of the device'),
    record_key: recordKey('Profile record of the owner').orNull(),
    source: id('Source system'),
    device_id: id('Identifier of the device in its source').pii('identifier'),
    model: text('Model'),
    product_id: id('Product that it is').orNull(),
    firmware_version: text('Firmware version').orNull(),
    registered_at: instant('When the owner registered it'),
    unregistered_at: instant('When the owner unregistered it').orNull(),
    updated_at: instant('When the registration last changed'),
    is_deleted: flag('Whether the owner unregistered it'),
  },
})
