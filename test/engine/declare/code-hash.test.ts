import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Token, tokenizer } from 'acorn'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashCode } from '#engine'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clientele-code-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function hashOf(code: string, name = 'code.ts'): string {
  const file = join(folder, name)
  writeFileSync(file, code)
  return hashCode([file])
}

/** Real code, with the tokens that are left of it at run time. Types are stripped to spaces, so places agree. */
const root = join(import.meta.dirname, '../../..')
const files = globSync('{normalise,analytics,transforms/identity}/**/*.ts', { cwd: root })
const source = fc
  .constantFrom(...files)
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .map((code) => {
    const stripped = stripTypeScriptTypes(code)
    return { code, tokens: [...tokenizer(stripped, { ecmaVersion: 'latest', sourceType: 'module' })] }
  })
const inTemplate = ['`', 'template', '${']

function insert(code: string, places: readonly Token[], added: string): string {
  const sorted = places.map((token) => token.start).sort((a, b) => b - a)
  return sorted.reduce((text, at) => text.slice(0, at) + added + text.slice(at), code)
}

test('comments, white space and types change no hash', () => {
  const added = fc.constantFrom(' ', '  ', ' /* a remark */ ', '/** a * remark */')
  const edited = source.chain(({ code, tokens }) =>
    fc.tuple(
      fc.constant(code),
      fc.subarray(tokens.filter((token) => !inTemplate.includes(token.type.label))),
      added,
    ),
  )
  fc.assert(
    fc.property(edited, ([code, places, text]) => {
      expect(hashOf(`// a first line\n\n${insert(code, places, text)}\n// the last`)).toBe(hashOf(code))
    }),
  )
  expect(hashOf('const a: number = 1\n// end')).toBe(hashOf('const a: 1 | 2 = 1'))
})

test('any other token changes it', () => {
  const edited = source.chain(({ code, tokens }) => {
    const kinds = ['name', 'num', 'string', 'template']
    const words = tokens.filter(({ type }) => kinds.includes(type.label))
    if (words.length === 0) return fc.constant(null)
    return fc.tuple(fc.constant(code), fc.constantFrom(...words))
  })
  fc.assert(
    fc.property(edited, (edit) => {
      if (edit === null) return
      const [code, { start, end, type }] = edit
      const text = code.slice(start, end)
      const other = { name: `${text}_other`, num: '4711', string: "'other'" }[type.label] ?? `${text} other`
      expect(hashOf(code.slice(0, start) + other + code.slice(end))).not.toBe(hashOf(code))
    }),
  )
})

test('a line break that ends a statement counts, and so does every byte of other files', () => {
  expect(hashOf('const f = () => { return\n1 }')).not.toBe(hashOf('const f = () => { return 1 }'))
  expect(hashOf('{ "a": 1 }', 'data.json')).not.toBe(hashOf('{"a":1}', 'data.json'))
})

test('code that cannot be parsed is hashed as it is written', () => {
  expect(hashOf('const = 1')).not.toBe(hashOf('const  = 1'))
})
