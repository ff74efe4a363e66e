import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Member, Model, View } from './model.ts'
import { isOfProduct, type ModelFile, readModelFiles } from './model-files.ts'
import { compare, type GeneratedFiles } from './model-generate.ts'
import { parseModel } from './model-parse.ts'
import { membersOf } from './model-rules.ts'

/** Where the types of the members of views are written: those of the product, and those that a company adds. */
const productTypes = 'client/model-types.ts'
const companyTypes = 'company/views/model-types.ts'

const header = '// Written by `clientele model generate` from the views of the model: edit those instead.\n'

/** The types in a checkout, compared with what they should be by its model. */
export async function compareTypes(root: string): Promise<GeneratedFiles> {
  const written = await Promise.all(
    [productTypes, companyTypes].map(async (file) => {
      const text = await readFile(join(root, file), 'utf8').catch(() => undefined)
      return text === undefined ? [] : [{ file, text }]
    }),
  )
  return compare(written.flat(), typesOfModel(parseModel(await readModelFiles(root))))
}

/** What a program that asks Cube by `client/` is checked with. A company without views needs no file of its own. */
function typesOfModel(model: Model): ModelFile[] {
  const [ofProduct, ofCompany] = [true, false].map((isProduct) =>
    [...model.views.values()].filter((view) => isOfProduct(view) === isProduct),
  )
  const files = [{ file: productTypes, text: `${header}\nexport type Model = ${maps(ofProduct, model)}\n` }]
  if (!ofCompany?.length) return files
  const text = `${header}
import type { Model as ProductModel } from '../../${productTypes}'

export type Model = ProductModel & ${maps(ofCompany, model)}
`
  return [...files, { file: companyTypes, text }]
}

type Kind = 'measures' | 'dimensions' | 'times' | 'segments'
const kinds: readonly Kind[] = ['measures', 'dimensions', 'times', 'segments']

function maps(views: readonly View[] = [], model: Model): string {
  const members = views
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((view) => membersIn(view, model))
  const parts = kinds.map((kind) => {
    const lines = members
      .filter((member) => kindOf(member) === kind)
      .map((member) => `${comment(member)}    '${member.path}': ${typeOf(member)}\n`)
    return `  ${kind}: ${lines.length > 0 ? `{\n${lines.join('')}  }` : 'object'}\n`
  })
  return `{\n${parts.join('')}}`
}

type ViewMember = Member & { readonly path: string }

function membersIn(view: View, model: Model): ViewMember[] {
  return [...membersOf(view, model)].flatMap(([name, [cube, original]]) => {
    const member = cube.members.get(original)
    return member ? [{ ...member, path: `${view.name}.${name}` }] : []
  })
}

function kindOf({ kind, type }: Member): Kind {
  if (kind === 'dimension') return type === 'time' ? 'times' : 'dimensions'
  return `${kind}s`
}

/** A number of rows is never missing. Other measures may be of no row, and a dimension of a row without it. */
function typeOf({ kind, type }: Member): string {
  if (kind === 'segment') return 'true'
  if (/^count/.test(type)) return 'number'
  const known: Readonly<Record<string, string>> = { string: 'string', time: 'string', boolean: 'boolean' }
  const other = kind === 'measure' || type === 'number' ? 'number' : 'string'
  return `${known[type] ?? other} | null`
}

function comment({ description }: Member): string {
  return description ? `    /** ${description.replaceAll('*/', '* /')} */\n` : ''
}
