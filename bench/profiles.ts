import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type pg from 'pg'
import { z } from 'zod'
import { backendName } from '../engine/build/lock.ts'
import { createKey } from '../services/access/keys.ts'
import { atLowPriority } from '../services/postgres/low-priority.ts'
import { makeProfiles, publishAgain } from './setup/big-profiles.ts'
import { evenLoad, type Load } from './setup/even-load.ts'
import { report, withServer } from './setup/server.ts'

/*
 * How long the profile API takes at 500 requests a second, by all kinds of identifiers, while tables of a build are made and
 * published all the time at the priority of a build, how long searches take, and whether the memory of its process stays what
 * it was.
 *
 *   node bench/profiles.ts [--customers N] [--seconds S] [--still]
 *
 * --still: nothing is made and published meanwhile.
 */

const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '60' },
    still: { type: 'boolean', default: false },
  },
})
const customers = Number(values.customers)
const seconds = Number(values.seconds)
const perSecond = 500

await withServer(async ({ pool, socketUrl }) => {
  const started = performance.now()
  await makeProfiles(pool, customers)
  console.log(`made ${customers} customers in ${Math.round((performance.now() - started) / 1000)} s`)
  const { token } = await createKey(pool, {
    name: 'bench',
    groups: ['pii'],
    markets: null,
    mayDecide: false,
    requestsPerMinute: 10_000_000,
    days: 1,
  })
  const server = fork(join(import.meta.dirname, 'setup/profile-server.ts'), [socketUrl], {
    execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
    // as `clientele up` runs: in a session of its own, which Linux gives a share of the processor
    detached: true,
  })
  const told = async <T>(schema: z.ZodType<T>): Promise<T> => schema.parse((await once(server, 'message'))[0])
  const memory = async () => {
    const answer = told(z.object({ megabytes: z.number() }))
    server.send('memory')
    return (await answer).megabytes
  }
  try {
    const { url: api } = await told(z.object({ url: z.string() }))
    const headers = { authorization: `Bearer ${token}` }
    await load(api, headers, Math.min(10, seconds))
    const before = await memory()
    const publishing = values.still ? undefined : publishUntil(pool)
    const profiles = await load(api, headers, seconds)
    const publications = (await publishing?.stop()) ?? 0
    const after = await memory()
    const what = `profiles by identifier at ${perSecond} a second, ${publications} publications meanwhile`
    for (const share of [0.5, 0.95, 0.99]) {
      const limit = share === 0.99 && customers >= 1_000_000 ? 20 : null
      report({
        what: `${what}, p${share * 100}`,
        value: percentile(profiles.times, share),
        unit: 'ms',
        limit,
        aim: null,
      })
    }
    report({
      what: 'of these, answered otherwise than with 200',
      value: profiles.failed,
      unit: 'requests',
      limit: 0,
      aim: null,
    })
    report({ what: 'memory of the server before', value: before, unit: 'MB', limit: null, aim: null })
    report({
      what: 'memory of the server after, more than that',
      value: after - before,
      unit: 'MB',
      limit: 50,
      aim: null,
    })
    let missed = 0
    for (const [kind, texts] of Object.entries(await searches(pool))) {
      const times: number[] = []
      for (const text of texts) {
        const asked = performance.now()
        const answer = await fetch(`${api}/v1/profiles?${new URLSearchParams({ search: text })}`, { headers })
        const { total } = z.object({ total: z.number() }).parse(await answer.json())
        times.push(performance.now() - asked)
        if (total === 0) missed += 1
      }
      const limit = customers >= 1_000_000 ? 100 : null
      report({
        what: `search by ${kind}, p50`,
        value: percentile(times, 0.5),
        unit: 'ms',
        limit: null,
        aim: null,
      })
      report({ what: `search by ${kind}, p95`, value: percentile(times, 0.95), unit: 'ms', limit, aim: null })
    }
    report({ what: 'searches that found nobody', value: missed, unit: '', limit: null, aim: 0 })
  } finally {
    const ended = once(server, 'exit')
    server.send('stop')
    await ended
  }
})

/** Asks for profiles of random customers by each kind of identifier in turn. */
function load(url: string, headers: Record<string, string>, duration: number): Promise<Load> {
  const address = (number: number) => `${url}/v1/profiles/${encodeURIComponent(identifier(number))}`
  return evenLoad(address, headers, perSecond, duration)
}

function identifier(number: number): string {
  const c = 1 + Math.floor(Math.random() * customers)
  const kinds = [
    `email:customer${c}@mail${c % 50}.example`,
    `phone:+49151${String((c * 7919) % 100_000_000).padStart(8, '0')}`,
    `shopify.customer:${7_000_000_000_000 + c}`,
    `order:${1_000_000 + c * 3 + 1}`,
  ]
  return kinds[number % kinds.length] ?? ''
}

function publishUntil(pool: pg.Pool) {
  let isStopping = false
  const work = atLowPriority(pool, backendName, async () => {
    let count = 0
    while (!isStopping) {
      count += 1
      await publishAgain(pool, count)
    }
    return count
  })
  return {
    stop: () => {
      isStopping = true
      return work
    },
  }
}

/** What people search by, of customers who exist. */
async function searches(pool: pg.Pool): Promise<Record<string, string[]>> {
  const { rows } = await pool.query<{ full_name: string; phone: string; email: string; order_id: string }>(
    `select full_name, phone, email, (1000001 + n * 3)::text as order_id
     from (select *, substring(email from 'customer([0-9]+)')::bigint as n from pii.dim_customer) numbered
     order by md5(email) limit 200`,
  )
  return {
    'a name with a typing mistake': rows.map(({ full_name }) => mistyped(full_name)),
    'a part of a telephone number': rows.map(({ phone }) => phone.slice(-7)),
    'the beginning of an email address': rows.map(({ email }) => email.slice(0, 14)),
    'an order number': rows.map(({ order_id }) => order_id),
  }
}

function mistyped(name: string): string {
  const at = 2 + ((name.length * 7) % Math.max(1, name.length - 4))
  return `${name.slice(0, at)}x${name.slice(at + 1)}`
}

function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
