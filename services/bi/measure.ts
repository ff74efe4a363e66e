import type { PostgresQuery } from '@cubejs-backend/schema-compiler'

/** A measure taken apart, with the SQL as Cube writes it. */
type Parts = { readonly parts: string[]; readonly formula: string; readonly isRepeated: boolean }

type QueryMeasure = PostgresQuery['measures'][number]

/**
 * Splits a measure into what each row has and the aggregate over it. Cube does the same for measures of cubes whose
 * rows a join repeats: the measures that a measure refers to become columns, and are aggregated by their names.
 */
export function measureOf(query: PostgresQuery, measure: QueryMeasure | undefined): Parts {
  if (!measure) throw new Error('Cube does not know the measure')
  const leaves = query.collectLeafMeasures(() => query.measureSql(measure))
  const parts: string[] = []
  const names: Record<string, string> = {}
  for (const leaf of leaves) {
    refuseUnknown(query, leaf)
    // what aggregates in its own SQL has no value for a row; its columns are the parts
    if (isCalculated(query, leaf)) continue
    names[leaf] = addPart(parts, rowValue(query, leaf))
  }
  const aggregated = String(
    query.evaluateSymbolSqlWithContext(() => query.measureSql(measure), { ungroupedAliases: names }),
  )
  const formula = withColumnsAsParts(query, aggregated, parts)
  if (/\bover\s*\(/i.test(formula))
    throw new Error('it looks at other rows of the result (a window function). Write that in your query')
  if (/\bselect\b/i.test(formula) && parts.length > 0)
    throw new Error('it reads another relation for each group')
  return withKey(query, leaves, { parts, formula, isRepeated: false })
}

function refuseUnknown(query: PostgresQuery, leaf: string): void {
  const definition = query.cubeEvaluator.measureByPath(leaf)
  if (definition.multiStage) throw new Error('it is computed in several stages')
  if (definition.rollingWindow) throw new Error('it is cumulative (a rolling window)')
  if (definition.timeShiftReferences) throw new Error('it compares with another period')
  if (definition.type === 'countDistinctApprox') throw new Error('it counts approximately')
}

function isCalculated(query: PostgresQuery, leaf: string): boolean {
  return ['number', 'string', 'time', 'boolean'].includes(query.cubeEvaluator.measureByPath(leaf).type)
}

/** The value of a row that a measure adds up or counts: null if a filter of the measure leaves the row out. */
function rowValue(query: PostgresQuery, leaf: string): string {
  const value = String(query.ungroupedMeasureSelect(() => query.measureSql(query.newMeasure(leaf))))
  const isCount = query.cubeEvaluator.measureByPath(leaf).type === 'count'
  // if the join repeats rows, their keys are counted
  if (!isCount || query.multipliedJoinRowResult(leaf.split('.')[0])) return value
  return `case when (${value}) is not null then 1 end`
}

function addPart(parts: string[], sql: string): string {
  const known = parts.indexOf(sql)
  return `part_${known < 0 ? parts.push(sql) : known + 1}`
}

/** Columns that are still in the formula become parts; the value of a percentile becomes one part. */
function withColumnsAsParts(query: PostgresQuery, formula: string, parts: string[]): string {
  const value = valueOfPercentile(formula)
  if (value !== undefined) return formula.replace(value, () => addPart(parts, value))
  const aliases = new Set(query.allCubeNames.map((cube) => query.cubeAlias(cube)))
  return formula.replace(
    /'(?:[^']|'')*'|("(?:[^"]|"")+")\.("(?:[^"]|"")+"|\w+)/g,
    (text: string, alias: string | undefined) => {
      if (alias === undefined) return text
      if (!aliases.has(alias)) throw new Error(`it reads ${text}`)
      return addPart(parts, text)
    },
  )
}

function valueOfPercentile(sql: string): string | undefined {
  const form = /^\s*percentile_cont\(\s*[\d.]+\s*\)\s+within\s+group\s+\(order\s+by\s+(.+)\)\s*$/is
  const value = form.exec(sql)?.[1]
  return value && !/\bwithin\s+group\b/i.test(value) ? value : undefined
}

/**
 * If a join repeats rows of the measure's cube, the key of the cube becomes the last part, so that each of its rows
 * is counted once. Cube does that with one sub-query for each cube, so all parts must be of one.
 */
function withKey(query: PostgresQuery, leaves: readonly string[], measure: Parts): Parts {
  const cubes = new Set(leaves.map((leaf) => leaf.split('.')[0] ?? ''))
  const repeated = [...cubes].filter((cube) => query.multipliedJoinRowResult(cube))
  if (repeated.length === 0) return measure
  const [cube = ''] = cubes
  if (cubes.size > 1) throw new Error('it combines cubes of which the join repeats rows')
  const keys = query.cubeEvaluator.primaryKeys[cube] ?? []
  if (keys.length === 0) throw new Error(`the join repeats rows of ${cube}, which has no primary key`)
  const key = keys.map((name: string) => query.castToString(query.primaryKeySql(name, cube)))
  return { ...measure, parts: [...measure.parts, query.concatStringsSql(key)], isRepeated: true }
}
