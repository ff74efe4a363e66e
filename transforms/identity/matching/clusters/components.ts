import { UnionFind } from '../../../../analytics/graph/union-find.ts'
import { CopyInto, copiedLines } from '../../../../engine/postgres/copy.ts'
import type { MatchingRun } from '../runs/run.ts'

/**
 * Table `connected`: the lowest id of the connected component that a record is in, if it is not the record's own.
 * Components are found in Node, with five bytes a record, and read each edge once however long chains are; label
 * propagation in SQL would read all edges in every round.
 */
export async function connectRecords({ client, tables }: MatchingRun): Promise<void> {
  const { rows } = await client.query<{ highest: number }>(
    `select coalesce(max(id), 0) as highest from ${tables.record}`,
  )
  const highest = rows[0]?.highest ?? 0
  const components = new UnionFind(highest + 1)
  const hasEdge = new Uint8Array(highest + 1)
  for await (const lines of copiedLines(client, `select a, b from ${tables.edge}`)) {
    for (const line of lines) {
      const tab = line.indexOf('\t')
      const a = Number(line.slice(0, tab))
      const b = Number(line.slice(tab + 1))
      hasEdge[a] = hasEdge[b] = 1
      components.union(a, b)
    }
  }
  await client.query(`create temp table ${tables.connected} (id integer, root integer) on commit drop`)
  const copy = new CopyInto(client, `copy ${tables.connected} from stdin`)
  let text = ''
  for (let id = 1; id <= highest; id++) {
    if (hasEdge[id] === 0) continue
    const root = components.find(id)
    if (root === id) continue
    text += `${id}\t${root}\n`
    if (text.length > 65_536) {
      await copy.write(text)
      text = ''
    }
  }
  await copy.write(text)
  await copy.end()
  await client.query(`analyze ${tables.connected}`)
}
