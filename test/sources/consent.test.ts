import { expect, test } from 'vitest'
import { loadFile } from '../../engine/loading/load.ts'
import { consent } from '../../transforms/sources/consent/consent.ts'
import { stg_consent__decisions } from '../../transforms/staging/consent/stg_consent__decisions.ts'
import { stg_consent__record_links } from '../../transforms/staging/consent/stg_consent__record_links.ts'
import { stg_consent__subjects } from '../../transforms/staging/consent/stg_consent__subjects.ts'
import { temporaryFiles } from '../engine/loading/files.ts'
import { useDatabase } from '../harness/database.ts'
import { land, recordKeyOf, refusals, rowsOf, stage } from './staged.ts'

const granted = {
  decision_id: 'd-1',
  subject_id: 's-1',
  subject_reference: 'shopify:customer:207119551',
  email: 'Ada@example.com',
  phone: null,
  purpose: 'email_marketing',
  legal_basis: 'consent',
  status: 'granted',
  decided_at: '2026-03-04T10:15:00+01:00',
  recorded_at: '2026-03-04T09:15:02Z',
  channel: 'checkout',
  recorded_by: 'shop',
  policy_version: '2026-01',
  evidence: 'checkout form, order #1001',
}
const withdrawn = {
  ...granted,
  decision_id: 'd-2',
  email: null,
  phone: '+447911123456',
  status: 'withdrawn',
  decided_at: '2026-05-01T08:00:00Z',
  recorded_at: '2026-05-01T08:05:00Z',
  channel: 'call_centre',
}

const db = useDatabase()

test('an invalid decision is rejected with a helpful reason', () => {
  expect(refusals(consent.decisions, granted)).toEqual([])
  const broken = {
    ...granted,
    subject_reference: '207119551',
    purpose: 'Email Marketing',
    legal_basis: 'because',
    status: 'maybe',
    decided_at: '04/03/2026',
    evidence: '',
    mood: 'good',
  }
  expect(refusals(consent.decisions, broken)).toEqual([
    'subject_reference: not source:kind:id, like shopify:customer:207119551',
    'purpose: not a name in lower case like email_marketing',
    'legal_basis: not a legal basis of GDPR, article 6: consent, contract, legal_obligation, vital_interests, public_task or legitimate_interests',
    'status: not granted or withdrawn',
    'decided_at: not a point in time like 2026-03-04T10:15:00Z',
    'evidence: Too small: expected string to have >=1 characters',
    ': Unrecognized key: "mood"',
  ])
})

test('the ledger can also be loaded from CSV, with the same field names', async () => {
  const files = await temporaryFiles()
  try {
    const file = await files.write(
      [
        Object.keys(granted).join(';'),
        Object.values(granted).join(';'),
        Object.values({ ...granted, decision_id: 'd-4', evidence: '' }).join(';'),
      ].join('\n'),
    )
    const result = await loadFile(db.pool, consent.decisions, file)
    expect(result).toMatchObject({ loaded: 1, quarantined: 1, reasons: [{ field: 'evidence' }] })
    expect(await land(db.pool, consent.decisions, [granted])).toMatchObject({ unchanged: 1 })
  } finally {
    await files.remove()
  }
})

test('every decision is kept, and people are identified by their subject id', async () => {
  const other = { ...granted, decision_id: 'd-3', subject_id: 's-2', subject_reference: null }
  expect(
    await land(db.pool, consent.decisions, [granted, withdrawn, other, { ...other, status: 'maybe' }]),
  ).toMatchObject({ loaded: 2, unchanged: 1, quarantined: 1 })
  await stage(db.pool, Object.values(consent), [
    stg_consent__decisions,
    stg_consent__record_links,
    stg_consent__subjects,
  ])
  expect(
    await rowsOf(
      db.pool,
      'select consent_id, purpose, status, decided_at, channel from pii.stg_consent__decisions order by 1',
    ),
  ).toEqual([
    {
      consent_id: 'd-1',
      purpose: 'email_marketing',
      status: 'granted',
      decided_at: new Date('2026-03-04T09:15:00Z'),
      channel: 'checkout',
    },
    {
      consent_id: 'd-2',
      purpose: 'email_marketing',
      status: 'withdrawn',
      decided_at: new Date('2026-05-01T08:00:00Z'),
      channel: 'call_centre',
    },
    {
      consent_id: 'd-3',
      purpose: 'email_marketing',
      status: 'granted',
      decided_at: new Date('2026-03-04T09:15:00Z'),
      channel: 'checkout',
    },
  ])
  expect(
    await rowsOf(
      db.pool,
      `select record_id, email, phone, (select count(*)::int from staging.stg_consent__decisions d where d.record_key = s.record_key) as decisions
       from pii.stg_consent__subjects s order by 1`,
    ),
  ).toEqual([
    { record_id: 's-1', email: 'ada@example.com', phone: '+447911123456', decisions: 2 },
    { record_id: 's-2', email: 'ada@example.com', phone: null, decisions: 1 },
  ])
  expect(
    await rowsOf(
      db.pool,
      `select other_record_key = ${recordKeyOf(`'shopify', 'customer', '207119551'`)} as is_shopper, linked_at
       from staging.stg_consent__record_links`,
    ),
  ).toEqual([{ is_shopper: true, linked_at: new Date('2026-03-04T09:15:00Z') }])
})
