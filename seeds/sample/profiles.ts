/** How a kind of record comes to stand behind profile records. */
interface Behind {
  readonly entity: string
  /** What staging calls the record in its surrogate key. */
  readonly kind: string
  /** Where several records make one profile: the staged row of each, its key, and the profiles it goes into. */
  readonly staged?: { readonly relation: string; readonly key: string; readonly profile: string }
}

const guest = 'case when coalesce(guest_email, guest_phone) is not null then record_key end'
const visitor = `unnest(array[ops.key_of('segment', 'user', user_id), ops.key_of('segment', 'anonymous', visitor_id)])`

const behind: readonly Behind[] = [
  { entity: 'hubspot.contacts', kind: 'contact' },
  { entity: 'klaviyo.profiles', kind: 'profile' },
  { entity: 'loyalty.members', kind: 'member' },
  { entity: 'shopify.customers', kind: 'customer' },
  { entity: 'square.customers', kind: 'customer' },
  { entity: 'stripe.customers', kind: 'customer' },
  { entity: 'zendesk.users', kind: 'user' },
  gathered('calls.conversations', 'call', 'conversations', 'call_key'),
  gathered('consent.decisions', 'decision', 'decisions', 'consent_key'),
  gathered('delighted.responses', 'response', 'responses', 'survey_response_key'),
  gathered('devices.registrations', 'device', 'registrations', 'device_key'),
  gathered('meta.mentions', 'mention', 'mentions', 'message_key'),
  gathered('meta.messages', 'message', 'messages', 'message_key'),
  gathered('segment.alias', 'alias', 'aliases', 'event_key'),
  gathered('segment.identify', 'identify', 'identifies', 'event_key', visitor),
  gathered('segment.page', 'page', 'pages', 'event_key', visitor),
  gathered('segment.screen', 'screen', 'screens', 'event_key', visitor),
  gathered('segment.track', 'track', 'tracks', 'event_key', visitor),
  gathered('shipstation.orders', 'order', 'orders', 'shipment_key'),
  gathered('shopify.checkouts', 'checkout', 'checkouts', 'checkout_key', guest),
  gathered('shopify.orders', 'order', 'orders', 'order_key', guest),
  gathered('typeform.responses', 'response', 'responses', `ops.key_of('typeform', 'response', response_id)`),
]

/** Rows of `record_key, person_id`: who is behind each profile record of the sample company, once a person. */
export const peopleBehindProfiles = behind.map(profilesOf).join('\nunion\n')

function gathered(entity: string, kind: string, rows: string, key: string, profile = 'record_key'): Behind {
  const [source] = entity.split('.')
  return { entity, kind, staged: { relation: `pii.stg_${source}__${rows}`, key, profile } }
}

function profilesOf({ entity, kind, staged }: Behind): string {
  const [source] = entity.split('.')
  const known = `select ops.key_of('${source}', '${kind}', record_key) as key, person_id
    from ops.sample_truth where entity = '${entity}'`
  if (!staged) return `select key as record_key, person_id from (${known}) known`
  const { relation, key, profile } = staged
  return `select row.record_key, known.person_id
    from (${known}) known join (select ${key} as key, ${profile} as record_key from ${relation}) row using (key)
    where row.record_key is not null`
}
