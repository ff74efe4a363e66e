import { tokensOf } from '../postgres/tokens.ts'

/**
 * Which output columns of a query carry values of certain columns, judging by names: an alias carries what its
 * expression mentions, in every SELECT of the query. It errs towards saying that a column carries a value. Conditions,
 * counts and keys that are made with a secret carry none.
 */
export function carried(
  query: string,
  from: ReadonlyMap<string, string>,
  isCarrier: (column: string) => boolean,
): ReadonlyMap<string, string> {
  const tokens = tokensOf(query).map(({ text }) => nameOf(text))
  const lists = selectLists(tokens)
  const aliases = sourcesWithAliases(tokens)
  const known = new Map(from)
  for (let size = -1; size !== known.size; ) {
    size = known.size
    for (const { names, expression } of [...lists.flatMap(({ items }) => items), ...aliases]) {
      const source = mentioned(expression, known)
      for (const name of source === undefined ? [] : names)
        if (!known.has(name)) known.set(name, source ?? '')
    }
  }
  return outputs(lists, known, isCarrier)
}

interface Item {
  readonly names: readonly string[]
  readonly expression: readonly string[]
}

interface SelectList {
  readonly depth: number
  readonly items: readonly Item[]
}

/** The columns of the outermost SELECTs: the first names them, the others of a union fill them by position. */
function outputs(
  lists: readonly SelectList[],
  known: ReadonlyMap<string, string>,
  isCarrier: (column: string) => boolean,
): ReadonlyMap<string, string> {
  const outer = lists.filter(({ depth }) => depth === 0)
  const found = new Map<string, string>()
  for (const { items } of outer) {
    items.forEach(({ names, expression }, i) => {
      const name = outer[0]?.items[i]?.names[0] ?? names[0]
      if (expression.at(-1) === '*') for (const [column, source] of known) found.set(column, source)
      const source = mentioned(expression, known)
      if (name !== undefined && source !== undefined) found.set(name, source)
    })
  }
  return new Map([...found].filter(([name]) => isCarrier(name)))
}

const endOfList = new Set(
  'from where union intersect except group order limit window having offset fetch for'.split(' '),
)
const isKeyword = new Set(
  [
    ...endOfList,
    ...'select on and or not then when else end as join left right full inner cross'.split(' '),
  ].concat(
    'natural lateral with using is in like ilike between asc desc nulls filter over at collate similar distinct returning'.split(
      ' ',
    ),
  ),
)

function selectLists(tokens: readonly string[]): SelectList[] {
  const lists: SelectList[] = []
  let depth = 0
  tokens.forEach((token, start) => {
    if (token === '(') depth++
    if (token === ')') depth--
    if (token !== 'select') return
    const items: string[][] = [[]]
    let level = 0
    let at = start + 1
    if (tokens[at] === 'distinct') at = tokens[at + 1] === 'on' ? closing(tokens, at + 2) + 1 : at + 1
    for (; at < tokens.length; at++) {
      const next = tokens[at] ?? ''
      if (next === '(' || next === '[') level++
      if (next === ')' || next === ']') level--
      if (level < 0 || (level === 0 && endOfList.has(next) && tokens[at - 1] !== 'distinct')) break
      if (level === 0 && next === ',') items.push([])
      else items.at(-1)?.push(next)
    }
    lists.push({ depth, items: items.map(itemOf) })
  })
  return lists
}

function itemOf(tokens: readonly string[]): Item {
  const last = tokens.at(-1) ?? ''
  const before = tokens.at(-2)
  if (!isName(last)) return { names: [], expression: tokens }
  if (before === 'as') return { names: [last], expression: tokens.slice(0, -2) }
  const isAlias = before !== undefined && (isName(before) || before === ')' || before === ']')
  return { names: [last], expression: isAlias && !isKeyword.has(before) ? tokens.slice(0, -1) : tokens }
}

/** `f(…) as alias(columns)`, also of subqueries: what the parentheses mention, the alias and its columns carry. */
function sourcesWithAliases(tokens: readonly string[]): Item[] {
  return tokens.flatMap((token, open) => {
    if (token !== '(') return []
    let at = closing(tokens, open) + 1
    if (tokens[at] === 'with' && tokens[at + 1] === 'ordinality') at += 2
    if (tokens[at] === 'as') at++
    const alias = tokens[at] ?? ''
    if (!isName(alias) || isKeyword.has(alias)) return []
    const columns = tokens[at + 1] === '(' ? tokens.slice(at + 2, closing(tokens, at + 1)) : []
    const isQuery = ['select', 'values', 'with'].includes(tokens[open + 1] ?? '')
    const names = columns.filter((name, i) => isName(name) && [undefined, ','].includes(columns[i - 1]))
    if (isQuery && names.length === 0) return []
    // with the name of the function: it decides whether the result carries anything
    const start = isName(tokens[open - 1] ?? '') ? open - 1 : open
    return [{ names: [alias, ...names], expression: tokens.slice(start, closing(tokens, open) + 1) }]
  })
}

const carryNothing = new Set([
  'keyed',
  'count',
  'exists',
  'filter',
  'over',
  'num_nulls',
  'length',
  'char_length',
])

/** What an expression mentions where its value comes from; undefined if it mentions none of the known names. */
function mentioned(tokens: readonly string[], known: ReadonlyMap<string, string>): string | undefined {
  const cases: boolean[] = []
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? ''
    if (token === 'case') cases.push(false)
    else if (token === 'end') cases.pop()
    else if (token === 'when') cases[cases.length - 1] = false
    else if (token === 'then' || token === 'else') cases[cases.length - 1] = true
    else if (carryNothing.has(token) && tokens[at + 1] === '(') at = closing(tokens, at + 1)
    else if (token === 'key_of' && tokens[at + 1] === '(' && known.has(token) && cases.every(Boolean))
      return known.get(token)
    else if (token === '(' && tokens[at + 1] === 'select') {
      const end = closing(tokens, at)
      const list = selectLists(tokens.slice(at + 1, end))[0]
      const source =
        list &&
        mentioned(
          list.items.flatMap(({ expression }) => expression),
          known,
        )
      if (source !== undefined && cases.every(Boolean)) return source
      at = end
    } else if (cases.every(Boolean) && isName(token) && !['.', '('].includes(tokens[at + 1] ?? '')) {
      const source = tokens[at - 1] === '::' ? undefined : known.get(token)
      if (source !== undefined) return source
    }
  }
  return undefined
}

const isConstant = new Set('case null true false any array text'.split(' '))

/** The columns that a query gives to a function, wherever it calls it. */
export function givenTo(name: string, query: string): string[] {
  const tokens = tokensOf(query).map(({ text }) => nameOf(text))
  return tokens.flatMap((token, at) => {
    if (token !== name || tokens[at + 1] !== '(') return []
    const inside = tokens.slice(at + 2, closing(tokens, at + 1))
    const isColumn = (word: string, i: number) =>
      isName(word) && !['(', '.'].includes(inside[i + 1] ?? '') && inside[i - 1] !== '::'
    return inside.filter((word, i) => isColumn(word, i) && !isKeyword.has(word) && !isConstant.has(word))
  })
}

function closing(tokens: readonly string[], open: number): number {
  let depth = 0
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at] === '(') depth++
    if (tokens[at] === ')' && --depth === 0) return at
  }
  return tokens.length
}

/** An identifier as Postgres understands it, marked so that one in quotes is never taken for a keyword. */
function nameOf(token: string): string {
  if (!token.startsWith('"'))
    return /^[a-z_]/i.test(token) && !token.includes("'") ? token.toLowerCase() : token
  const name = token.slice(1, -1).replaceAll('""', '"')
  return isKeyword.has(name) || name === 'case' ? `"${name}"` : name
}

function isName(token: string): boolean {
  return /^["\p{L}_]/u.test(token) && !token.includes("'")
}
