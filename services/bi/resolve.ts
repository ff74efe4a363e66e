import { PostgresQuery } from '@cubejs-backend/schema-compiler'
import pg from 'pg'
import { messageOf } from '#engine'
import type { CompiledModel } from '../cube/model-compile.ts'
import { accessOf, personal } from './access.ts'
import { measureOf } from './measure.ts'
import type { BiColumn, BiDimension, BiMeasure, BiModel, BiView, LeftOut } from './view.ts'

/** The public views of the compiled model. Cube itself resolves joins, members, filters and policies. */
export function resolveModel(compiled: CompiledModel): BiModel {
  const { cubeEvaluator } = compiled
  const views: BiView[] = []
  const leftOut: LeftOut[] = []
  for (const name of [...cubeEvaluator.cubeNames()].sort()) {
    const definition = cubeEvaluator.cubeFromPath(name)
    if (!definition.isView || !isShown(definition)) continue
    try {
      const left: LeftOut[] = []
      const view = resolveView(compiled, name, left)
      if (Object.keys(view.access).length > 0) views.push(view)
      leftOut.push(...left)
    } catch (error) {
      leftOut.push({ view: name, member: '*', reason: messageOf(error) })
    }
  }
  return { views, leftOut }
}

function resolveView(compiled: CompiledModel, name: string, leftOut: LeftOut[]): BiView {
  const definition = compiled.cubeEvaluator.cubeFromPath(name)
  if (definition.defaultFilters?.length) throw new Error('the view has default filters')
  const dimensionNames = shownIn(definition.dimensions)
  const measureNames = shownIn(definition.measures)
  const query = queryOf(compiled, name, dimensionNames, measureNames)
  const attempt = <T>(member: string, work: () => T): T[] => {
    try {
      return [work()]
    } catch (error) {
      leftOut.push({ view: name, member, reason: messageOf(error) })
      return []
    }
  }
  const dimensions = dimensionNames.flatMap((member, i) =>
    attempt(member, (): BiDimension => {
      const sql = String(query.dimensionSql(query.dimensions[i]))
      return { ...described(member, definition.dimensions[member]), sql: withValues(query, sql) }
    }),
  )
  const measures = measureNames.flatMap((member, i) =>
    attempt(member, (): BiMeasure => {
      const { parts, formula, isRepeated } = measureOf(query, query.measures[i])
      return {
        ...described(member, definition.measures[member]),
        parts: parts.map((part) => withValues(query, part)),
        formula: withValues(query, formula),
        isRepeated,
      }
    }),
  )
  for (const member of shownIn(definition.segments))
    leftOut.push({ view: name, member, reason: 'it is a segment, which has no column' })
  const subQueries = query.collectFrom(
    [...query.dimensionsForSelect(), ...query.measures],
    query.collectSubQueryDimensionsFor.bind(query),
    'collectSubQueryDimensionsFor',
  )
  const access = accessOf(compiled, name, [...dimensions, ...measures], (filters) => {
    const filtered = queryOf(compiled, name, dimensionNames, measureNames, filters)
    return withValues(filtered, filtered.baseWhere(filtered.allFilters))
  })
  return {
    name,
    title: textOf(definition, 'title'),
    description: textOf(definition, 'description'),
    from: withValues(query, query.joinQuery(query.join, subQueries)),
    dimensions,
    measures,
    access,
  }
}

function queryOf(
  compiled: CompiledModel,
  view: string,
  dimensions: readonly string[],
  measures: readonly string[],
  filters: readonly object[] = [],
): PostgresQuery {
  return new PostgresQuery(compiled, {
    dimensions: dimensions.map((member) => `${view}.${member}`),
    measures: measures.map((member) => `${view}.${member}`),
    filters,
    timezone: 'UTC',
    // a view is the same for everybody, so what depends on the person who asks cannot be in it
    contextSymbols: { securityContext: personal() },
    // one planner in both modes of Cube, so that they give the same answers
    useNativeSqlPlanner: false,
  })
}

function shownIn(members: Readonly<Record<string, object>>): string[] {
  return Object.keys(members).filter((member) => isShown(members[member]))
}

function isShown(definition: object | undefined): boolean {
  if (!definition) return false
  const shown = ['public', 'visible', 'shown'].map((key): unknown => Reflect.get(definition, key))
  return (shown.find((value) => value !== undefined && value !== null) ?? true) === true
}

function described(name: string, definition: object | undefined): BiColumn {
  return { name, title: textOf(definition, 'title'), description: textOf(definition, 'description') }
}

function textOf(definition: object | undefined, property: string): string {
  const value: unknown = definition && Reflect.get(definition, property)
  return typeof value === 'string' ? value : ''
}

/** A view takes no parameters, so the values that Cube would send beside its SQL are written into it. */
function withValues(query: PostgresQuery, annotated: string): string {
  const values = query.paramAllocator.getParams()
  return annotated.replace(/\$(\d+)\$/g, (_, at) => {
    const value = values[Number(at)]
    return value === null || value === undefined ? 'null' : pg.escapeLiteral(String(value))
  })
}
