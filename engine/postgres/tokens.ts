/*
 * The lexical structure of Postgres's SQL, as its scanner (scan.l) cuts it. A string continued on another line
 * is one token, so that tokens joined by spaces mean what the text meant.
 */

const letter = '[A-Za-z_\\x80-\\uffff]'
const rest = '[\\w$\\x80-\\uffff]*'
/** Between the parts of a continued string: white space and comments with at least one line break. */
const lineBreaks = '(?:[ \\t\\f\\v]|--[^\\n\\r]*)*[\\n\\r](?:[ \\t\\n\\r\\f\\v]|--[^\\n\\r]*[\\n\\r])*'
/** A literal and its continuations. One that never ends reaches to the end of the text. */
const literal = (prefix: string, content: string) =>
  `${prefix}'(?:${content})*(?:'(?:${lineBreaks}'(?:${content})*')*)?`

const patterns = [
  literal('[eE]', "[^'\\\\]|\\\\[^]?|''"),
  literal('(?:[bBxXnN]|[uU]&)?', "[^']|''"),
  // An identifier in quotes.
  '(?:[uU]&)?"(?:[^"]|"")*"?',
  // A string in dollars.
  `(\\$(?:${letter}[A-Za-z0-9_\\x80-\\uffff]*)?\\$)[^]*?(?:\\1|$)`,
  // A parameter or a number, with anything that is written directly after it.
  `\\$\\d+${rest}`,
  `(?:0[xXoObB]|(?:\\d[\\d_]*(?:\\.(?!\\.)[\\d_]*)?|\\.\\d[\\d_]*)(?:[eE][+-]?\\d[\\d_]*)?)${rest}`,
  letter + rest,
  // A comment that never ends is an error, not a comment.
  '/\\*[^]*',
  // An operator, as far as no comment begins.
  '(?:(?!--|/\\*)[~!@#%^&|`?+\\-*/<>=])+',
  '::|:=|\\.\\.|[^]',
]
const token = new RegExp(patterns.join('|'), 'y')
const space = /(?:[ \t\n\r\f\v]+|--[^\n\r]*)+/y
const commentMark = /\/\*|\*\//g

/**
 * The query without comments, and with one space between tokens: two queries that differ in nothing but white
 * space and comments have the same normal form, and any other two have different ones.
 */
export function normalForm(query: string): string {
  let form = ''
  // one at a time: a query can have 20,000 tokens, and a build writes the normal forms of a thousand queries
  for (const { text } of tokensIn(query)) form += form === '' ? text : ` ${text}`
  return form
}

interface Token {
  readonly text: string
  readonly at: number
}

/** The tokens of a query, and where each begins. */
export function tokensOf(query: string): Token[] {
  return [...tokensIn(query)]
}

function* tokensIn(query: string): Generator<Token> {
  let at = 0
  while (at < query.length) {
    const end = endOfComment(query, at) ?? endOf(space, query, at)
    if (end !== null) {
      at = end
      continue
    }
    const text = operator(query.slice(at, endOf(token, query, at) ?? query.length))
    yield { text, at }
    at += text.length
  }
}

function endOf(pattern: RegExp, query: string, at: number): number | null {
  pattern.lastIndex = at
  return pattern.test(query) ? pattern.lastIndex : null
}

/** Where a block comment that begins here ends; comments nest. */
function endOfComment(query: string, at: number): number | null {
  if (!query.startsWith('/*', at)) return null
  commentMark.lastIndex = at
  for (let depth = 0; ; ) {
    const mark = commentMark.exec(query)
    if (!mark) return null
    depth += mark[0] === '/*' ? 1 : -1
    if (depth === 0) return commentMark.lastIndex
  }
}

/** A sign at the end of an operator is a token of its own, unless the operator could not be one of standard SQL. */
function operator(text: string): string {
  return /^[+\-*/<>=]+$/.test(text) ? text.replace(/(?<=.)[+-]+$/, '') : text
}
