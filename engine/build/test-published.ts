import type { PoolClient } from 'pg'
import { asOfDay, dayIn } from '../declare/as-of.ts'
import type { Graph } from '../graph/graph.ts'
import { runTests, type TestResult } from './audit.ts'
import { type PublishedTable, readState } from './state.ts'

export interface PublishedTests {
  readonly results: readonly TestResult[]
  /** Not published yet, or reading something that is not. */
  readonly missing: readonly string[]
}

/** Runs every data test on the published tables, all as of one moment. */
export async function testPublished(client: PoolClient, graph: Graph): Promise<PublishedTests> {
  await client.query('begin isolation level repeatable read read only')
  try {
    const { published } = await readState(client)
    const nameOf = graph.naming((relation) => {
      const physical = published.get(relation.name)?.physicalName
      return physical ? `build."${physical}"` : relation.name
    }, publishedDay(published))
    const results: TestResult[] = []
    const exists = (name: string) =>
      published.has(name) ||
      name.startsWith('raw.') ||
      name.startsWith('as-of ') ||
      name.startsWith('key ring')
    const testable = graph.transforms.filter((t) =>
      [t, ...graph.inputs(t)].every((read) => exists(read.name)),
    )
    for (const t of testable) results.push(...(await runTests(client, t, nameOf)))
    const missing = graph.transforms.filter((t) => !testable.includes(t)).map((t) => t.name)
    return { results, missing }
  } finally {
    await client.query('rollback')
  }
}

/** The as-of day of the published tables; today if none of them reads it. */
function publishedDay(published: ReadonlyMap<string, PublishedTable>): string {
  const days = [...published.values()].flatMap(({ inputs }) => inputs[asOfDay.name] ?? [])
  return days.sort().at(-1) ?? dayIn('UTC', new Date())
}
