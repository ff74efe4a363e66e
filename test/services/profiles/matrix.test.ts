import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PersonalData } from '#engine'
import { loadWarehouse } from '../../../engine/graph/catalogue.ts'
import { createKey } from '../../../services/access/keys.ts'
import { readBiModel } from '../../../services/bi/bi.ts'
import { type CubeGroup, cubeGroups, kinds, kindsFor } from '../../../services/cube/groups.ts'
import { visibleMembers } from '../../../services/cube/members.ts'
import { isOfProduct, readModelFiles } from '../../../services/cube/model-files.ts'
import { parseModel } from '../../../services/cube/model-parse.ts'
import { membersOf } from '../../../services/cube/model-rules.ts'
import { personalColumns } from '../../../services/cube/personal-members.ts'
import { publishedRelations } from '../../../services/cube/relations.ts'
import { profileApi } from '../../../services/gateway/profile-api.ts'
import { ProfileClient } from '../../../services/profiles/client.ts'
import { allFields } from '../../../services/profiles/fields.ts'
import { useDatabase } from '../../harness/database.ts'
import { openGateway } from '../../harness/gateway.ts'

/* Who sees which kind of personal data, by every way in which programs read: one matrix. */

const root = join(import.meta.dirname, '../../..')
const db = useDatabase('sample')
const warehouse = await loadWarehouse(join(root, 'transforms'))
const files = (await readModelFiles(root)).filter(isOfProduct)
const model = parseModel(files)
const relations = publishedRelations(warehouse.graph.transforms)
let gateway: Awaited<ReturnType<typeof openGateway>>

beforeAll(async () => {
  gateway = await openGateway(db.pool, [profileApi({ basePath: '' }, db.pool, warehouse.graph)])
})
afterAll(() => gateway?.stop())

type Matrix = Record<CubeGroup, readonly PersonalData[]>

async function matrixOf(
  seenBy: (group: CubeGroup) => Iterable<PersonalData> | Promise<Iterable<PersonalData>>,
): Promise<Matrix> {
  const of = async (group: CubeGroup) => {
    const seen = new Set(await seenBy(group))
    return kinds.filter((kind) => seen.has(kind))
  }
  return {
    executive: await of('executive'),
    analyst: await of('analyst'),
    agent: await of('agent'),
    marketing: await of('marketing'),
    admin: await of('admin'),
    pii: await of('pii'),
  }
}

/** The kinds in members of views. */
function kindsInMembers(shown: Iterable<readonly [view: string, members: Iterable<string>]>): PersonalData[] {
  const found: PersonalData[] = []
  for (const [name, members] of shown) {
    const view = model.views.get(name)
    if (!view) throw new Error(`The model has no view ${name}.`)
    const all = membersOf(view, model)
    for (const member of members) {
      const [cube, original] = all.get(member) ?? []
      if (!cube || !original) throw new Error(`The view ${name} has no member ${member}.`)
      found.push(...personalColumns(cube, original, model, relations).map(({ kind }) => kind))
    }
  }
  return found
}

test('groups see the same kinds of personal data over the API, in Cube and in the schemas for BI tools', async () => {
  const declared = await matrixOf(kindsFor)
  const { rows } = await db.pool.query<{ customer_key: string }>(
    `select customer_key from warehouse.bdg_household
     union all select customer_key from (select customer_key from warehouse.dim_customer where is_known limit 100) known`,
  )
  const overApi = await matrixOf(async (group) => {
    const terms = { groups: [group], markets: null, mayDecide: false, requestsPerMinute: 100_000, days: 1 }
    const { token } = await createKey(db.pool, { name: group, ...terms })
    const client = new ProfileClient({ url: gateway.url, key: token })
    const seen = new Set<PersonalData>()
    for (const { customer_key } of rows.slice(0, 25)) {
      const profile = await client.profile(customer_key)
      for (const { section, column, kind } of allFields) {
        const part = profile[section]
        const items = part && 'items' in part ? part.items : [part]
        const values = items.map((item) => (item ? Reflect.get(item, column) : undefined))
        if (kind && values.some((value) => value !== undefined && value !== null)) seen.add(kind)
      }
    }
    return seen
  })
  const inCube = await matrixOf((group) => kindsInMembers(visibleMembers(model, [group])))
  const { views } = await readBiModel(files)
  const inBi = await matrixOf((group) =>
    kindsInMembers(views.map(({ name, access }) => [name, access[group]?.members ?? []] as const)),
  )
  expect(overApi).toEqual(declared)
  // no view of Cube shows what sources call a customer
  const inViews = await matrixOf((group) => declared[group].filter((kind) => kind !== 'identifier'))
  expect(inCube).toEqual(inViews)
  expect(inBi).toEqual(inViews)
  expect(declared.pii).toEqual(kinds)
  expect(Object.keys(declared).sort()).toEqual([...cubeGroups].sort())
})

test('every kind of personal data is in some field of a profile, so that the matrix leaves none out', () => {
  expect(new Set(allFields.flatMap(({ kind }) => kind ?? []))).toEqual(new Set(kinds))
})
