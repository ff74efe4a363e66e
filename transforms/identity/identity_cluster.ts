import { every, id, instant, key, type ProcedureContext, procedure, text, transform } from '#engine'
import { profile } from '../canonical/profile.ts'
import { record_link } from '../canonical/record_link.ts'
import { stg_stewardship__decisions } from '../staging/stewardship/stg_stewardship__decisions.ts'
import { match, matchingCode, tablesIn } from './matching/index.ts'
import { settings } from './settings.ts'

/**
 * The result of matching, which keeps its own tables from run to run. Clusters depend on the records, the settings,
 * the model and the stewards' decisions, not on the order in which records arrived.
 */
export const identity_cluster = transform('identity.identity_cluster', {
  description: 'Which profile records are one person, and what joined each record to the others.',
  grain: ['record_key'],
  columns: {
    record_key: key('Surrogate key of the profile record'),
    source: id('Source system of the record'),
    cluster_key: key('The lowest record key among the records of the person'),
    known_since: instant('When the source first knew the person').orNull(),
    joined_by: text(
      'The strongest of what joins the record: decision, link, an identifier, model, or nothing',
    ),
  },
  indexes: [['cluster_key']],
  query: procedure({
    reads: [every(profile), every(record_link), stg_stewardship__decisions],
    code: [
      ...matchingCode,
      `${import.meta.dirname}/settings.ts`,
      `${import.meta.dirname}/given-names.ts`,
      import.meta.filename,
    ],
    run: findClusters,
  }),
})

async function findClusters({ client, nameOf, into, isTrial }: ProcedureContext): Promise<void> {
  const schema = isTrial ? 'pg_temp' : 'matching'
  const records = `select * from ${nameOf(every(profile))} every_profile`
  const links = `
    select
      record_key as record_key_a,
      other_record_key as record_key_b,
      link_type
    from ${nameOf(every(record_link))} every_link`
  const decisions = `
    select
      record_key_a,
      record_key_b,
      verdict
    from ${nameOf(stg_stewardship__decisions)} decided`
  await match(client, { schema, settings, input: { records, links, decisions } })
  await client.query(
    `insert into ${nameOf(into)} (record_key, source, cluster_key, known_since, joined_by)
     select
       p.record_key,
       p.source,
       cluster.cluster_key,
       p.created_at,
       cluster.joined_by
     from (${records}) p
     join ${tablesIn(schema).cluster} cluster using (record_key)`,
  )
}
