import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadFile } from '../../engine/loading/load.ts'
import { twilio } from '../../transforms/sources/twilio/twilio.ts'
import { stg_twilio__callers } from '../../transforms/staging/twilio/stg_twilio__callers.ts'
import { stg_twilio__calls } from '../../transforms/staging/twilio/stg_twilio__calls.ts'
import { useDatabase } from '../harness/database.ts'
import { refusals, rowsOf, stage } from './staged.ts'

const at = (second: number) => `Wed, 04 Mar 2026 10:15:${String(second).padStart(2, '0')} +0000`

const inbound = {
  sid: 'CA1',
  account_sid: 'AC1',
  parent_call_sid: null,
  from: '+442079460991',
  from_formatted: '+442079460991',
  to: '+448081570000',
  direction: 'inbound',
  status: 'completed',
  date_created: at(0),
  date_updated: at(50),
  start_time: at(0),
  end_time: at(50),
  duration: '50',
  answered_by: null,
  caller_name: null,
  price: '-0.02',
}
/** The call rang twice, because the first agent did not answer. */
const missed = {
  ...inbound,
  sid: 'CA2',
  parent_call_sid: 'CA1',
  to: 'client:alan',
  direction: 'outbound-dial',
  status: 'no-answer',
  start_time: null,
  end_time: null,
  duration: null,
}
const answered = {
  ...missed,
  sid: 'CA3',
  to: 'client:grace',
  status: 'completed',
  start_time: at(20),
  end_time: at(50),
  duration: '30',
}
const outbound = {
  ...inbound,
  sid: 'CA4',
  from: '+448081570000',
  to: '+447911123456',
  direction: 'outbound-api',
}

const db = useDatabase()

test('a call of the API is accepted, and an invalid one is rejected with a reason', () => {
  expect(refusals(twilio.calls, inbound)).toEqual([])
  expect(
    refusals(twilio.calls, {
      ...inbound,
      start_time: '31 Feb 2026 10:15:00 +0000',
      end_time: at(5).replace('+0000', '+0100'),
      duration: '1m',
    }),
  ).toEqual([
    'start_time: not a time like Tue, 31 Aug 2010 20:36:29 +0000',
    'end_time: not a time like Tue, 31 Aug 2010 20:36:29 +0000',
    'duration: not a number of seconds',
  ])
})

test('staging has calls with agent, duration and outcome', async () => {
  const hidden = { ...inbound, sid: 'CA5', from: 'anonymous', date_updated: at(1) }
  const given = { ...missed, sid: 'CA6', parent_call_sid: 'CA7' }
  const abandoned = { ...inbound, sid: 'CA7' }
  const machine = { ...outbound, sid: 'CA8', answered_by: 'machine_start' }
  const talking = { ...inbound, sid: 'CA9', status: 'in-progress', end_time: null, duration: null }
  const folder = await mkdtemp(join(tmpdir(), 'clientele-twilio-'))
  const file = join(folder, 'calls.json')
  const calls = [inbound, missed, answered, outbound, hidden, given, abandoned, machine, talking]
  await writeFile(file, JSON.stringify({ calls, page: 0, page_size: 50, next_page_uri: null }))
  expect(await loadFile(db.pool, twilio.calls, file)).toMatchObject({ loaded: 9, quarantined: 0 })
  // the version that changed earlier is older, although its weekday sorts later
  const older = { ...inbound, status: 'in-progress', date_updated: 'Tue, 3 Mar 2026 10:15:00 +0000' }
  await writeFile(file, JSON.stringify([older]))
  expect(await loadFile(db.pool, twilio.calls, file)).toMatchObject({ outdated: 1 })
  await rm(folder, { recursive: true })

  await stage(db.pool, [twilio.calls], [stg_twilio__calls, stg_twilio__callers])
  const staged = await rowsOf(
    db.pool,
    `select call_id, direction, phone, agent_id, wait_seconds::float as wait, talk_seconds::float as talk, outcome
     from pii.stg_twilio__calls order by call_id`,
  )
  const caller = '+442079460991'
  const none = { agent_id: null, wait: 0, talk: 0 }
  expect(staged).toEqual([
    {
      call_id: 'CA1',
      direction: 'inbound',
      phone: caller,
      agent_id: 'grace',
      wait: 20,
      talk: 30,
      outcome: 'answered',
    },
    { ...none, call_id: 'CA4', direction: 'outbound', phone: '+447911123456', talk: 50, outcome: 'answered' },
    { ...none, call_id: 'CA5', direction: 'inbound', phone: null, outcome: 'self-service' },
    { ...none, call_id: 'CA7', direction: 'inbound', phone: caller, outcome: 'abandoned' },
    {
      ...none,
      call_id: 'CA8',
      direction: 'outbound',
      phone: '+447911123456',
      outcome: 'unreached',
    },
    { ...none, call_id: 'CA9', direction: 'inbound', phone: caller, outcome: 'open' },
  ])
  expect(
    await rowsOf(db.pool, 'select record_id, phone from pii.stg_twilio__callers order by record_id'),
  ).toEqual([
    { record_id: caller, phone: caller },
    { record_id: '+447911123456', phone: '+447911123456' },
  ])
})
