import { createRequire } from 'node:module'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { compiledModel } from '../../services/cube/model-compile.ts'
import { type ModelFile, readModelFiles } from '../../services/cube/model-files.ts'
import { plainProgram } from '../../services/cube/plain-text.ts'
import { servedFiles } from '../../services/cube/repository.ts'

/* Cube's own compiler says what is right: loaded a second time, without what services/cube replaces in it. */

const name = '@cubejs-backend/schema-compiler'
const own = createRequire(createRequire(import.meta.url).resolve(`${name}/package.json`))
const cubes = loadAgain()
afterAll(cubes.restore)

function loadAgain() {
  const kept = Object.entries(own.cache).filter(([file]) => file.includes(name))
  for (const [file] of kept) delete own.cache[file]
  const { PythonParser } = own('./dist/src/parser/PythonParser')
  const { prepareCompiler } = own('./dist/src/index')
  return {
    PythonParser,
    prepareCompiler,
    restore() {
      for (const file of Object.keys(own.cache).filter((file) => file.includes(name))) delete own.cache[file]
      for (const [file, module] of kept) own.cache[file] = module
    },
  }
}

/** The tree of Cube's parser; undefined if it does not accept the text. */
function treeOf(code: string): unknown {
  try {
    return JSON.parse(JSON.stringify(new cubes.PythonParser(code).transpileToJs()))
  } catch {
    return undefined
  }
}

describe('a plain text is read as Cube reads it', () => {
  const path = fc
    .array(fc.constantFrom('CUBE', 'dim_date', 'year', 'x1', 'in', 'None', 'f', 'u', 'Rb', '1st', 'été'), {
      minLength: 1,
      maxLength: 3,
    })
    .map((names) => names.join('.'))
  const piece = fc.oneof(
    fc.constantFrom(' ', "'", '"', '\\', '{', '}', '{}', '{{', '$', '`', '\n', '::date', '%', '(', '#', '🙂'),
    fc.string({ maxLength: 5, unit: 'grapheme' }),
    path,
    path.map((text) => `{${text}}`),
  )
  const text = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''))

  test.each([
    ['in a template', text.map((inner) => `f"${inner}"`)],
    ['by itself', fc.oneof(path, text)],
  ])('%s', (_, codes) => {
    fc.assert(
      fc.property(codes, (code) => {
        const plain = plainProgram(code)
        if (plain !== undefined) expect(plain).toEqual(treeOf(code))
      }),
      { numRuns: 300 },
    )
  })

  test('in the model, where nearly all texts are plain', async () => {
    const files = await readModelFiles(join(import.meta.dirname, '../..'))
    const texts = [...new Set(files.flatMap(({ text: yaml }) => textsIn(parse(yaml))))]
    expect(texts.length).toBeGreaterThan(1000)
    const codes = texts.map((inner) => `f"${inner}"`).filter((code) => !/["\\]/.test(code.slice(2, -1)))
    const plain = codes.filter((code) => plainProgram(code) !== undefined)
    expect(plain.length).toBeGreaterThan(0.99 * codes.length)
    fc.assert(
      fc.property(fc.constantFrom(...plain), (code) => {
        expect(plainProgram(code)).toEqual(treeOf(code))
      }),
      { numRuns: 200 },
    )
  })
})

function textsIn(node: unknown): string[] {
  if (typeof node === 'string') return node === '' ? [] : [node]
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(textsIn) : []
}

const cube = (named: string, more: string) => `cubes:
  - name: ${named}
    sql_table: warehouse.${named}
    public: false
    dimensions:
      - { name: key, sql: "{CUBE}.key", type: string, primary_key: true, public: true }
      - { name: name, title: "Its “name”", sql: "lower({CUBE}.name)", type: string }
    measures:
      - { name: count, type: count }
${more}`
const orders = cube(
  'orders',
  `      - { name: amount, sql: "{CUBE}.amount", type: sum, filters: [{ sql: "{is_paid}" }] }
      - { name: average, sql: "{amount} / nullif({count}, 0)", type: number }
    joins:
      - { name: people, sql: "{CUBE}.person = {people}.key", relationship: many_to_one }
`,
).replace('dimensions:\n', 'dimensions:\n      - { name: is_paid, sql: "{CUBE}.is_paid", type: boolean }\n')
const sales = `views:
  - name: sales
    cubes:
      - { join_path: orders, includes: "*" }
      - { join_path: orders.people, prefix: true, includes: [name] }
    access_policy:
      - { group: analyst, member_level: { includes: "*", excludes: [people_name] } }
`
const files: readonly ModelFile[] = [
  { file: 'model/cubes/orders.yml', text: orders },
  { file: 'model/cubes/people.yml', text: cube('people', '') },
  { file: 'model/views/sales.yml', text: sales },
]

type Edit = { readonly file: string; readonly from: string; readonly to: string }
const edits: readonly Edit[] = [
  { file: 'orders', from: 'name: amount,', to: 'name: revenue,' },
  { file: 'orders', from: '{amount} /', to: '{revenue} /' },
  { file: 'orders', from: '"{is_paid}"', to: '"{people.name} = \'a\'"' },
  { file: 'orders', from: '{CUBE}.person', to: 'orders_person()' },
  { file: 'people', from: 'name: name', to: 'name: label' },
  { file: 'people', from: 'name: people', to: 'name: person' },
  { file: 'people', from: 'lower(', to: "replace(E'\\\\\\\\', " },
  { file: 'sales', from: 'includes: [name]', to: 'includes: [key]' },
  { file: 'sales', from: 'excludes: [people_name]', to: 'excludes: [key]' },
  { file: 'sales', from: 'views:', to: 'views: [' },
]

function edited(all: readonly ModelFile[], { file, from, to }: Edit): ModelFile[] {
  return all.map((one) =>
    one.file.includes(`/${file}.`) ? { ...one, text: one.text.replace(from, to) } : one,
  )
}

test('a model is compiled as Cube compiles it, after any edits', async () => {
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([...edits], { minLength: 2, maxLength: 4 }), async (chosen) => {
      let current: readonly ModelFile[] = files
      for (const edit of chosen) {
        current = edited(current, edit)
        const ours = await outcome((use) => compiledModel(current, use))
        const theirs = await outcome(async (use) => {
          const repository = {
            localPath: () => '.',
            dataSchemaFiles: async () => servedFiles(current, 'GBP'),
          }
          const compiled = cubes.prepareCompiler(repository, { standalone: true })
          try {
            await compiled.compiler.compile()
            await use(compiled)
          } finally {
            Reflect.get(compiled.compiler, 'workerPool')?.terminate()
          }
        })
        expect(ours).toBe(theirs)
      }
    }),
    { numRuns: 4 },
  )
})

type Compiled = { cubeEvaluator: { evaluatedCubes: unknown }; metaTransformer: { cubes: unknown } }

/** All that the compiler knows of the model, functions as they are written; or what it says against it. */
async function outcome(compile: (use: (compiled: Compiled) => void) => Promise<unknown>): Promise<string> {
  let known = ''
  const written = (_: string, value: unknown) => (typeof value === 'function' ? String(value) : value)
  try {
    await compile(({ cubeEvaluator, metaTransformer }) => {
      known = JSON.stringify([cubeEvaluator.evaluatedCubes, metaTransformer.cubes], written, 1)
    })
    return known
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
