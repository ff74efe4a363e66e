import type { RecordOf } from '#engine'
import { devices } from '../../../transforms/sources/devices/devices.ts'
import { day, iso, second } from '../calendar.ts'
import { feed, latest, type Made } from '../feed.ts'
import type { Life } from '../life-events.ts'
import { writtenIn } from '../written.ts'

/** Lamps and diffusers that report their temperature and fill level once a week. */
export const deviceFeeds = [
  feed(devices.registrations, { life: registrations }),
  feed(devices.readings, { life: readings, isPersonal: false }),
]

interface Device {
  readonly id: string
  readonly model: string
  readonly sku: string
  readonly registeredAt: number
  readonly updatesAt: number
  readonly unregisteredAt: number
  /** A filling lasts so many weeks. */
  readonly lasts: number
}

const week = 7 * day

function deviceOf(life: Life): Device | null {
  const [first] = life.purchases
  if (!life.relations.ownsDevice || !first) return null
  const random = life.random('device')
  const registeredAt = first.at + (2 + random.exponential(0.3)) * day
  const model = random.pick(['Glow Lamp', 'Mist Diffuser'] as const)
  const updatesAt = registeredAt + random.exponential(1 / 200) * day
  const unregisteredAt = registeredAt + day + random.exponential(1 / 700) * day
  return {
    id: `dev-${random.code(12)}`,
    model,
    sku: model === 'Glow Lamp' ? 'HOM-LAMP' : 'HOM-MIST',
    registeredAt,
    updatesAt: updatesAt < unregisteredAt ? updatesAt : Number.POSITIVE_INFINITY,
    unregisteredAt,
    lasts: random.integer(6, 14),
  }
}

function* registrations(life: Life): Generator<Made<RecordOf<typeof devices.registrations>>> {
  const device = deviceOf(life)
  if (!device) return
  const { registeredAt, updatesAt, unregisteredAt } = device
  const written = writtenIn(life, 'devices', registeredAt, 0, Math.min(life.today, unregisteredAt))
  const [account] = life.relations.accounts
  const at = latest(life.today, registeredAt, written.changedAt, updatesAt, unregisteredAt)
  yield {
    at,
    record: {
      device_id: device.id,
      serial_number: device.id.slice(4).toUpperCase(),
      model: device.model,
      sku: device.sku,
      firmware_version: updatesAt <= life.today ? '1.1.0' : '1.0.2',
      owner_id: account ? String(account.id) : null,
      owner_name: `${written.givenName} ${written.familyName}`,
      owner_email: written.email,
      owner_phone: written.phone,
      owner_postcode: written.postcode,
      owner_country: written.countryCode,
      registered_at: iso(registeredAt),
      unregistered_at: unregisteredAt <= life.today ? iso(unregisteredAt) : null,
      updated_at: iso(at),
    },
  }
}

function* readings(life: Life): Generator<Made<RecordOf<typeof devices.readings>>> {
  const device = deviceOf(life)
  if (!device) return
  const end = Math.min(life.today, device.unregisteredAt)
  for (let at = device.registeredAt + day, number = 0; at <= end; at += week, number++) {
    const random = life.random('reading', number)
    const level = 100 - Math.round((100 * (number % device.lasts)) / device.lasts)
    yield readingOf(device, at, 'temperature', (19 + 2 * random.normal()).toFixed(1), 'celsius')
    yield readingOf(device, at, 'level', random.chance(0.02) ? null : String(level), 'percent')
  }
}

function readingOf({ id }: Device, at: number, metric: string, value: string | null, unit: string) {
  const recorded = iso(at)
  const heard = iso(at + 3 * second)
  return { at, record: { device_id: id, metric, value, unit, recorded_at: recorded, received_at: heard } }
}
