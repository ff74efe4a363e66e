import { render, Sql } from '../declare/sql.ts'
import type { Transform } from '../declare/transform.ts'
import { carried } from './lineage.ts'
import type { Problem } from './problem.ts'

const keyFunction = new Map([['key_of', 'ops.key_of']])

/**
 * Keys of records of people that are made without a secret. Readers see them, and could try which telephone number or
 * email address gives a key; and other transforms make the key of the same record with the secret, so nothing would join.
 */
export function unkeyed(t: Transform): Problem[] {
  if (!(t.query instanceof Sql)) return []
  const keyColumns = Object.entries({ ...t.columns, ...t.conformsTo?.columns }).filter(([, c]) => c.isKeyed)
  if (keyColumns.length === 0) return []
  const names = new Set(keyColumns.map(([name]) => name))
  const rendered = render(t.query, () => 'relation')
  const found = carried(rendered.text, keyFunction, (name) => names.has(name))
  return [...found.keys()].map((name) => ({
    relation: t.name,
    message: `column ${name} is the key of a person's record and is made without the secrets of the installation. Write \${personKey('source', 'kind', sql\`id\`)}, or \${keyed(sql\`ops.key_of(…)\`)}`,
    at: rendered.placeAt(0),
  }))
}
