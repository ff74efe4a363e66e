import type { Transform } from '../declare/transform.ts'

/*
 * The bus matrix: which dimensions each fact has. Everything in it is declared: facts and dimensions by the names of
 * warehouse relations, and what refers to what by `references` tests.
 */

const title = `# Bus matrix

Written by \`clientele docs\` from the declarations in \`transforms/warehouse/\`; \`clientele docs --check\` and the tests fail if it
is out of date. A row is a process of the company, a column a dimension that it can be looked at by: a fact and a dimension
belong together if the fact refers to it (\`references\`). A number says in how many roles, such as the days on which a parcel was
ordered, shipped and delivered; [below](#facts) are the columns.
`

interface Reference {
  readonly column: string
  readonly dimension: string
}

/** The page as Markdown. */
export function busMatrix(transforms: readonly Transform[]): string {
  const named = (prefix: string) =>
    transforms
      .filter(({ layer, shortName }) => layer === 'warehouse' && shortName.startsWith(prefix))
      .sort((a, b) => (a.shortName < b.shortName ? -1 : 1))
  const dimensions = named('dim_')
  const facts = [...named('fct_'), ...named('bdg_')]
  const used = dimensions.filter((dimension) =>
    facts.some((fact) => rolesOf(fact, dimension.shortName).length > 0),
  )
  return [
    title,
    matrix(facts, used),
    '## Facts\n\nFacts (`fct_`) hold what happened, bridges (`bdg_`) what belongs together.\n',
    ...facts.map(described),
    '## Dimensions\n',
    ...dimensions.map(({ shortName, description, grain }) => line(shortName, description, grain)),
    '',
  ].join('\n')
}

function matrix(facts: readonly Transform[], dimensions: readonly Transform[]): string {
  const cell = (fact: Transform, dimension: Transform) => {
    const { length } = rolesOf(fact, dimension.shortName)
    return length > 1 ? `● ${length}` : length === 1 ? '●' : ''
  }
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    row(['', ...dimensions.map(({ shortName }) => words(shortName))]),
    row(['---', ...dimensions.map(() => ':-:')]),
    ...facts.map((fact) =>
      row([words(fact.shortName), ...dimensions.map((dimension) => cell(fact, dimension))]),
    ),
    '',
  ].join('\n')
}

function described(fact: Transform): string {
  const roles = referencesOf(fact).map(({ column, dimension }) => `\`${column}\` in ${dimension}`)
  const text = line(fact.shortName, fact.description, fact.grain)
  return roles.length > 0 ? `${text}\n  Refers to: ${roles.join(', ')}.` : text
}

function line(name: string, description: string, grain: readonly string[]): string {
  return `- **${name}** (${grain.join(', ')}): ${description}`
}

function rolesOf(fact: Transform, dimension: string): readonly Reference[] {
  return referencesOf(fact).filter((reference) => reference.dimension === dimension)
}

/** What a relation refers to, by its tests. */
function referencesOf(fact: Transform): readonly Reference[] {
  return fact.tests.flatMap(({ refersTo }) => {
    const [layer, dimension = ''] = refersTo?.relation.name.split('.') ?? []
    return refersTo && layer === 'warehouse' && dimension.startsWith('dim_')
      ? [{ column: refersTo.column, dimension }]
      : []
  })
}

/** A relation as people call it: `fct_order_lines` is order lines, `bdg_household` is household. */
function words(shortName: string): string {
  return shortName.replace(/^[a-z]+_/, '').replaceAll('_', ' ')
}
