import type { Cube, Model } from './model.ts'

export type Reference = { column: string; cube: Cube } | { member: string; cube: Cube }

/** What SQL refers to: `{CUBE}.column`, `{cube}.column`, `{member}`, `{cube.member}`, or just `column`. */
export function referencesIn(sql: string, cube: Cube, model: Model): Reference[] {
  if (/^\w+$/.test(sql)) return [{ column: sql, cube }]
  return [...sql.matchAll(/\{([\w.]+)\}(?:\.(\w+))?/g)].flatMap(([, inside = '', column]): Reference[] => {
    const [first = '', second] = inside.split('.')
    const of = first === 'CUBE' ? cube : model.cubes.get(first)
    if (of && column) return [{ column, cube: of }]
    if (of && second) return [{ member: second, cube: of }]
    return cube.members.has(first) ? [{ member: first, cube }] : []
  })
}
