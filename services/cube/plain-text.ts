/**
 * Every text of a model in YAML is an expression in Python to Cube, even a title, and Cube reads it with a parser that
 * was generated from a grammar: a model of 1,800 members takes that parser more than ten seconds. Nearly all texts are
 * words with members in braces, or the path of a member. Those are read here, into the same tree.
 */

type Node = Readonly<Record<string, unknown>> & { readonly type: string }

const identifier = '[A-Za-z_][A-Za-z0-9_]*'
const path = new RegExp(`^${identifier}(?:\\.${identifier})*$`)
/** Text in braces is a path; without quotation marks, backslashes and what else means something to Python or JavaScript. */
const template = new RegExp(`^f"((?:[^"\\\\{}\`$\\n\\r]|\\{${identifier}(?:\\.${identifier})*\\})+)"$`)
const keywords = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global ' +
    'if import in is lambda nonlocal not or pass raise return try while with yield print exec'
  ).split(' '),
)

/** The program that Cube's parser of Python would give for a text; undefined if the text is not plain. */
export function plainProgram(code: string): Node | undefined {
  const expression = path.test(code) ? pathOf(code) : templateOf(template.exec(code)?.[1])
  if (!expression) return undefined
  const statement = { type: 'ExpressionStatement', expression }
  return { type: 'Program', body: [statement], directives: [], sourceType: 'script', interpreter: null }
}

function templateOf(text: string | undefined): Node | undefined {
  if (text === undefined) return undefined
  // every other part is what braces hold
  const parts = text.split(/\{([^}]*)\}/)
  const texts = parts.filter((_, at) => at % 2 === 0)
  const paths = parts.filter((_, at) => at % 2 === 1).map(pathOf)
  // Cube refuses braces without a text between them
  const isSeparated = texts.slice(1, -1).every((part) => part !== '')
  const expressions = paths.filter((one) => one !== undefined)
  // f and the quotation mark after it would begin another template
  const isEnded = !/^[bfru]{1,2}$/i.test(texts.at(-1) ?? '')
  if (!isSeparated || !isEnded || expressions.length < paths.length) return undefined
  const quasis = texts.map((part, at) => ({
    type: 'TemplateElement',
    value: { raw: part, cooked: part },
    // as Cube marks it
    tail: at === texts.length - 1 && part !== '',
  }))
  return { type: 'TemplateLiteral', quasis, expressions }
}

function pathOf(text: string): Node | undefined {
  const names = text.split('.')
  if (names.some((name) => keywords.has(name))) return undefined
  return names
    .map((name): Node => ({ type: 'Identifier', name }))
    .reduce((object, property) => ({
      type: 'MemberExpression',
      object,
      property,
      computed: false,
      optional: null,
    }))
}
