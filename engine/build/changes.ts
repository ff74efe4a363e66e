import { isDeepStrictEqual } from 'node:util'
import type { BuiltTable } from './state.ts'
import type { ColumnMetadata, Target } from './version.ts'

/** Why the published table no longer holds the rows that are declared. */
export function rowChanges(target: Target, { definition, inputs }: BuiltTable): string[] {
  const reasons: string[] = []
  if (definition) {
    const { columns, query, derive, setsAside } = target.definition
    if (!isDeepStrictEqual(columns, definition.columns)) reasons.push('columns changed')
    if (query !== definition.query) reasons.push('query changed')
    if (derive !== definition.derive) reasons.push('derived columns changed')
    if (!isDeepStrictEqual(setsAside, definition.setsAside)) reasons.push('tests that set rows aside changed')
  }
  const input = difference(inputs, target.inputs)
  reasons.push(...input.added.map((name) => `now reads ${name}`))
  reasons.push(...input.changed.map(inputChanged))
  reasons.push(...input.removed.map((name) => `no longer reads ${name}`))
  return reasons.length > 0 ? reasons : ['this version of Clientele builds tables differently']
}

/** How the description of a table differs from the one it was last tested and published with. */
export function metadataChanges({ metadata: now }: Target, { metadata: before }: BuiltTable): string[] {
  if (!before) return ['this version of Clientele describes tables differently']
  const indexes = difference(byColumns(before.indexes), byColumns(now.indexes))
  const tests = difference(before.tests, now.tests)
  const testInputs = difference(before.testInputs, now.testInputs)
  return [
    ...(before.description === now.description ? [] : ['description changed']),
    ...Object.entries(now.columns).flatMap(([name, column]) =>
      columnChanges(column, before.columns[name]).map((change) => `column ${name}: ${change}`),
    ),
    ...(isDeepStrictEqual(before.grain, now.grain)
      ? []
      : [`grain changed from (${before.grain.join(', ')}) to (${now.grain.join(', ')})`]),
    ...indexes.added.map((columns) => `index on (${columns}) added`),
    ...indexes.removed.map((columns) => `index on (${columns}) removed`),
    ...tests.added.map((name) => `test "${name}" added`),
    ...tests.changed.map((name) => `test "${name}" changed`),
    ...tests.removed.map((name) => `test "${name}" removed`),
    ...testInputs.added.map((name) => `tests now read ${name}`),
    ...testInputs.changed.map((name) => `for its tests: ${inputChanged(name)}`),
    ...testInputs.removed.map((name) => `tests no longer read ${name}`),
  ]
}

function columnChanges(now: ColumnMetadata, before: ColumnMetadata | undefined): string[] {
  const changes: string[] = []
  if (now.description !== before?.description) changes.push('description changed')
  if (now.isNullable !== before?.isNullable) changes.push(now.isNullable ? 'may be null' : 'never null')
  if (now.personalData !== before?.personalData) {
    changes.push(now.personalData ? `personal data (${now.personalData})` : 'no longer personal data')
  }
  return changes
}

function inputChanged(name: string): string {
  return name.startsWith('raw.')
    ? `new data in ${name}`
    : name.startsWith('as-of')
      ? `another ${name}`
      : name.startsWith('key ring')
        ? 'the keys of people were rotated'
        : `${name} changes`
}

function byColumns(indexes: readonly (readonly string[])[]): Record<string, true> {
  return Object.fromEntries(indexes.map((index) => [index.join(', '), true]))
}

function difference<T>(before: Readonly<Record<string, T>>, now: Readonly<Record<string, T>>) {
  const names = Object.keys(now)
  return {
    added: names.filter((name) => !(name in before)),
    changed: names.filter((name) => name in before && before[name] !== now[name]),
    removed: Object.keys(before).filter((name) => !(name in now)),
  }
}
