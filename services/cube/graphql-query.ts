import { UserError } from '@cubejs-backend/api-gateway'
import { type ArgumentNode, type FieldNode, parse, type SelectionNode, valueFromASTUntyped } from 'graphql'
import { parseJson, requireModest } from './rest-query.ts'

type Variables = Readonly<Record<string, unknown>>
/** What a GraphQL request asks for. */
export type Asked = { readonly members: readonly string[]; readonly isIntrospection: boolean }

const maxNesting = 30

/** Reads which members a GraphQL request names. What is not named here, Cube's GraphQL schema does not know either. */
export function readGraphql(text: unknown, variables: unknown): Asked {
  if (typeof text !== 'string' || text === '') throw new UserError('Send a GraphQL query.')
  const read = typeof variables === 'string' ? parseJson(variables) : variables
  const values = isRecord(read) ? read : {}
  requireModest(values)
  requireFlat(text)
  const fields = operations(text)
  const members = fields.flatMap((field) => (field.name.value === 'cube' ? membersOfCube(field, values) : []))
  return { members, isIntrospection: fields.some(({ name }) => /^__(schema|type)$/.test(name.value)) }
}

function operations(text: string): FieldNode[] {
  const { definitions } = parsed(text)
  return definitions.flatMap((definition) => {
    if (definition.kind !== 'OperationDefinition')
      throw new UserError('Cube reads no fragments. Write the fields out.')
    return fieldsOf(definition.selectionSet.selections)
  })
}

function parsed(text: string) {
  try {
    return parse(text, { noLocation: true })
  } catch {
    throw new UserError('The query is not GraphQL.')
  }
}

function fieldsOf(selections: readonly SelectionNode[] = []): FieldNode[] {
  return selections.map((selection) => {
    if (selection.kind !== 'Field') throw new UserError('Cube reads no fragments. Write the fields out.')
    return selection
  })
}

/** Cube's fields are `cube { view { member } }`. */
function membersOfCube(cube: FieldNode, variables: Variables): string[] {
  const views = fieldsOf(cube.selectionSet?.selections).filter(isOwn)
  return [
    ...membersOfArguments(cube.arguments, variables, undefined),
    ...views.flatMap((view) => [
      ...membersOfArguments(view.arguments, variables, view.name.value),
      ...fieldsOf(view.selectionSet?.selections)
        .filter(isOwn)
        .map((member) => `${view.name.value}.${member.name.value}`),
    ]),
  ]
}

function membersOfArguments(
  args: readonly ArgumentNode[] = [],
  variables: Variables,
  view: string | undefined,
): string[] {
  return args
    .filter(({ name }) => name.value === 'where' || name.value === 'orderBy')
    .flatMap(({ value }) => keysOf(valueFromASTUntyped(value, { ...variables }), view))
}

/** The members that a `where` or an `orderBy` names: inside a view its keys, else the keys of its views. */
function keysOf(value: unknown, view: string | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => keysOf(item, view))
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'AND' || key === 'OR') return keysOf(inner, view)
    return view === undefined ? keysOf(inner, key) : [`${view}.${key}`]
  })
}

/** Deep nesting would overflow the stack of every parser. */
function requireFlat(text: string): void {
  let depth = 0
  for (const character of text) {
    if ('{[('.includes(character)) depth++
    else if ('}])'.includes(character)) depth--
    if (depth > maxNesting) throw new UserError(`The query is nested more than ${maxNesting} levels deep.`)
  }
}

function isOwn({ name }: FieldNode): boolean {
  return name.value !== '__typename'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
