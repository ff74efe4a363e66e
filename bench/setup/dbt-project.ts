import type { Relation } from '#engine'
import { render } from '../../engine/declare/sql.ts'
import type { Transform } from '../../engine/declare/transform.ts'
import { Graph } from '../../engine/graph/graph.ts'
import { pasteable, publishedName } from '../../engine/graph/pasteable.ts'

/** The relations that dbt builds too. Nothing else reads them, and what they read is a source for dbt. */
export const compared = [
  'fct_order_lines',
  'fct_orders',
  'fct_calls',
  'fct_support_cases',
  'fct_support_messages',
  'fct_social_messages',
  'fct_survey_responses',
  'fct_consents',
  'fct_loyalty_movements',
  'fct_loyalty_balances',
  'fct_device_registrations',
  'fct_device_readings_daily',
  'bdg_customer_identifier',
  'mart_customer_ltv',
  'mart_rfm',
] as const

/** The day that is today in both. */
export const comparedDay = '2026-10-31'

/** The compared relations and all that they read, or only what they read. */
export function comparedGraph(graph: Graph, isWithout: boolean): Graph {
  const wanted = new Set<Relation>()
  const want = (t: Transform) => {
    if (wanted.has(t)) return
    wanted.add(t)
    for (const input of graph.inputs(t)) if (input.kind === 'transform') want(graph.find(input.name))
  }
  for (const name of compared) want(graph.find(name))
  const isCompared = (t: Transform) => compared.some((name) => name === t.shortName)
  return new Graph(graph.transforms.filter((t) => wanted.has(t) && !(isWithout && isCompared(t))))
}

/** The files of a dbt project with the same SQL, indexes and tests, by their path. */
export function dbtProject(graph: Graph): Map<string, string> {
  const files = new Map<string, string>()
  const sources = new Map<string, Set<string>>()
  const tableName = (relation: Relation) => {
    const [schema = '', name = ''] = publishedName(relation).split('.')
    if (compared.some((one) => `${one}` === relation.name.split('.')[1]))
      return `{{ ref('${relation.name.split('.')[1]}') }}`
    sources.set(schema, (sources.get(schema) ?? new Set()).add(name))
    return `{{ source('${schema}', '${name}') }}`
  }
  const nameOf = graph.naming(tableName, comparedDay)
  for (const name of compared) {
    const t = graph.find(name)
    const indexes = [{ columns: t.grain, unique: true }, ...t.indexes.map((columns) => ({ columns }))]
    const { sql } = pasteable(graph, t, comparedDay, tableName)
    files.set(
      `models/${name}.sql`,
      `{{ config(indexes=${JSON.stringify(indexes).replaceAll('true', 'True')}) }}\n${sql}\n`,
    )
    for (const [index, test] of t.tests.entries()) {
      const severity = test.severity === 'warning' ? "{{ config(severity='warn') }}\n" : ''
      const query = render(test.failing(t), nameOf).text.trim()
      files.set(`tests/${name}__${index + 1}.sql`, `${severity}-- ${test.name}\n${query}\n`)
    }
  }
  const listed = [...sources].sort().map(
    ([schema, names]) =>
      `  - name: ${schema}\n    tables:\n${[...names]
        .sort()
        .map((name) => `      - name: ${name}`)
        .join('\n')}`,
  )
  files.set('models/sources.yml', `version: 2\nsources:\n${listed.join('\n')}\n`)
  return files
}
