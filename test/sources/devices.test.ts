import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadFile } from '../../engine/loading/load.ts'
import { devices } from '../../transforms/sources/devices/devices.ts'
import { stg_devices__owners } from '../../transforms/staging/devices/stg_devices__owners.ts'
import { stg_devices__readings } from '../../transforms/staging/devices/stg_devices__readings.ts'
import { stg_devices__registrations } from '../../transforms/staging/devices/stg_devices__registrations.ts'
import { useDatabase } from '../harness/database.ts'
import { land, recordKeyOf, refusals, rowsOf, stage } from './staged.ts'

const registration = {
  device_id: 'kettle-0001',
  serial_number: 'K1-0001',
  model: 'Kettle One',
  sku: 'KET-1',
  firmware_version: '2.4.1',
  owner_id: null,
  owner_name: 'Ada Byron',
  owner_email: 'Ada@Example.com',
  owner_phone: null,
  owner_country: 'GB',
  registered_at: '2026-01-02T09:00:00+01:00',
  unregistered_at: null,
  updated_at: '2026-01-02T08:00:00Z',
  wifi: 'home',
}
const reading = {
  device_id: 'kettle-0001',
  metric: 'temperature',
  value: 99.5,
  unit: 'C',
  recorded_at: '2026-03-04T07:00:00Z',
}

const db = useDatabase()
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clientele-devices-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

test('an invalid record is rejected with a helpful reason', () => {
  expect(refusals(devices.registrations, registration)).toEqual([])
  expect(refusals(devices.registrations, { ...registration, registered_at: '02/01/2026' })).toEqual([
    'registered_at: not a point in time like 2026-03-04T10:15:00Z',
  ])
  expect(refusals(devices.readings, { ...reading, metric: '' })).toEqual([
    'metric: Too small: expected string to have >=1 characters',
  ])
})

test('staging has the devices and every reading, from JSON and from CSV', async () => {
  const given_up = {
    ...registration,
    device_id: 'kettle-0002',
    owner_email: null,
    owner_phone: null,
    unregistered_at: '2026-02-01T00:00:00Z',
  }
  expect(await land(db.pool, devices.registrations, [registration, given_up])).toMatchObject({ loaded: 2 })
  expect(
    await land(db.pool, devices.readings, [reading, { ...reading, value: null, metric: 'level' }]),
  ).toMatchObject({ loaded: 2 })
  const file = join(folder, 'readings.csv')
  await writeFile(
    file,
    'recorded_at,device_id,metric,value,unit\n' +
      '2026-03-04T07:01:00Z,kettle-0001,temperature,98.25,C\n' +
      '2026-03-04T07:01:00Z,kettle-0001,temperature,98.25,C\n' +
      '2026-03-04T07:02:00Z,kettle-0001,temperature,hot,C\n',
  )
  expect(await loadFile(db.pool, devices.readings, file)).toMatchObject({
    read: 3,
    loaded: 1,
    quarantined: 1,
  })
  await stage(db.pool, Object.values(devices), [stg_devices__readings, stg_devices__registrations])
  expect(
    await rowsOf(
      db.pool,
      `select device_id, owner_id, registered_at, is_deleted, record_key = ${recordKeyOf(`'devices', 'owner', owner_id`)} as has_owner
       from pii.stg_devices__registrations order by device_id`,
    ),
  ).toEqual([
    {
      device_id: 'kettle-0001',
      owner_id: 'ada@example.com',
      registered_at: new Date('2026-01-02T08:00:00Z'),
      is_deleted: false,
      has_owner: true,
    },
    {
      device_id: 'kettle-0002',
      owner_id: null,
      registered_at: new Date('2026-01-02T08:00:00Z'),
      is_deleted: true,
      has_owner: null,
    },
  ])
  expect(
    await rowsOf(
      db.pool,
      `select count(*)::int as rows, sum(reading)::text as total, sum(reading) = (select sum(value) from raw.devices__readings) as is_all,
         bool_and(device_key in (select device_key from pii.stg_devices__registrations)) as is_of_device
       from staging.stg_devices__readings`,
    ),
  ).toEqual([{ rows: 3, total: '197.75', is_all: true, is_of_device: true }])
})

test('an owner is one profile, with the details of the newest registration', async () => {
  const newer = {
    ...registration,
    device_id: 'kettle-0003',
    owner_name: 'Ada King',
    registered_at: '2026-05-01T00:00:00Z',
    updated_at: '2026-05-01T00:00:00Z',
  }
  await land(db.pool, devices.registrations, [registration, newer])
  await stage(db.pool, [devices.registrations], [stg_devices__registrations, stg_devices__owners])
  expect(
    await rowsOf(
      db.pool,
      'select record_id, full_name, email, country_code, created_at, updated_at from pii.stg_devices__owners',
    ),
  ).toEqual([
    {
      record_id: 'ada@example.com',
      full_name: 'Ada King',
      email: 'ada@example.com',
      country_code: 'GB',
      created_at: new Date('2026-01-02T08:00:00Z'),
      updated_at: new Date('2026-05-01T00:00:00Z'),
    },
  ])
})
