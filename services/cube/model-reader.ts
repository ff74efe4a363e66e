import { isMap, isScalar, isSeq, type LineCounter, type Node, type YAMLMap } from 'yaml'
import type { Cube, Name, Place, View } from './model.ts'

/** Reads from a file of the model what the rules look at. The rest is left to Cube's own compiler. */
export class ModelReader {
  private readonly file: string
  private readonly lines: LineCounter

  constructor(file: string, lines: LineCounter) {
    this.file = file
    this.lines = lines
  }

  cube(node: YAMLMap): Cube {
    const members = (['dimension', 'measure', 'segment'] as const).flatMap((kind) =>
      this.maps(node, `${kind}s`).map((member) => ({ kind, member })),
    )
    const isPublic = node.get('public')
    return {
      ...this.place(node),
      name: text(node, 'name'),
      extends: text(node, 'extends') || undefined,
      relation: { ...this.place(node.get('sql_table', true)), name: text(node, 'sql_table') },
      isPublic: {
        ...this.place(node.get('public', true) ?? node),
        value: typeof isPublic === 'boolean' ? isPublic : undefined,
      },
      members: new Map(
        members.map(({ kind, member }) => [
          text(member, 'name'),
          {
            ...this.place(member),
            sql: this.written(member, 'sql').map(({ text: sql, ...place }) => ({ ...place, sql })),
            labels: this.written(member.get('case'), 'label'),
            isPrimaryKey: member.get('primary_key') === true,
            kind,
            description: text(member, 'description'),
            type: text(member, 'type'),
            isFiltered: this.maps(member, 'filters').length > 0,
          },
        ]),
      ),
      rollups: this.maps(node, 'pre_aggregations').map((rollup) => ({
        ...this.place(rollup),
        name: text(rollup, 'name'),
        timeDimension: text(rollup, 'time_dimension'),
        granularity: text(rollup, 'granularity'),
        members: ['measures', 'dimensions', 'segments', 'time_dimension'].flatMap((kind) =>
          kind === 'time_dimension'
            ? text(rollup, kind) || []
            : (this.names(rollup, kind)?.map((item) => item.name) ?? []),
        ),
      })),
      joins: new Map(
        this.maps(node, 'joins').map((join) => [
          text(join, 'name'),
          { ...this.place(join.get('sql', true)), sql: text(join, 'sql') },
        ]),
      ),
    }
  }

  view(node: YAMLMap): View {
    return {
      ...this.place(node),
      name: text(node, 'name'),
      extends: text(node, 'extends') || undefined,
      sources: this.maps(node, 'cubes').map((source) => ({
        ...this.place(source),
        path: text(source, 'join_path').split('.'),
        isPrefixed: source.get('prefix') === true,
        includes: this.names(source, 'includes'),
        excludes: this.names(source, 'excludes')?.map((item) => item.name) ?? [],
      })),
      policies: this.maps(node, 'access_policy').map((policy) => {
        const level = policy.get('member_level')
        const group = policy.get('group')
        const groups = this.names(policy, 'groups')?.map((item) => item.name) ?? []
        return {
          ...this.place(policy),
          groups: typeof group === 'string' ? [group] : groups,
          includes: isMap(level) ? this.names(level, 'includes')?.map((item) => item.name) : undefined,
          excludes: isMap(level) ? (this.names(level, 'excludes') ?? []) : [],
        }
      }),
    }
  }

  maps(node: YAMLMap, key: string): YAMLMap[] {
    const value = node.get(key)
    return isSeq(value) ? value.items.filter((item) => isMap(item)) : []
  }

  /** Items of a list, each a name or a map with name and alias; undefined for `"*"` or nothing. */
  private names(node: YAMLMap, key: string): Name[] | undefined {
    const value = node.get(key)
    if (!isSeq(value)) return undefined
    return value.items.flatMap((item) => {
      if (isScalar(item))
        return [{ ...this.place(item), name: String(item.value), alias: String(item.value) }]
      if (!isMap(item)) return []
      const name = text(item, 'name')
      return [{ ...this.place(item), name, alias: text(item, 'alias') || name }]
    })
  }

  /** All values under a name: the SQL of a member is its own, that of its filters, its cases and anything else it nests. */
  private written(node: unknown, name: string): (Place & { text: string })[] {
    if (isSeq(node)) return node.items.flatMap((item) => this.written(item, name))
    if (!isMap(node)) return []
    return node.items.flatMap(({ key, value }) =>
      isScalar(key) && key.value === name && isScalar(value)
        ? [{ ...this.place(value), text: String(value.value) }]
        : this.written(value, name),
    )
  }

  private place(node: Node | undefined): Place {
    const start = node?.range?.[0] ?? 0
    return { file: this.file, line: this.lines.linePos(start).line }
  }
}

function text(node: YAMLMap, key: string): string {
  const value = node.get(key)
  return value === undefined || value === null ? '' : String(value)
}
