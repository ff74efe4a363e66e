import { isMap, isSeq, parseDocument } from 'yaml'
import type { ModelFile } from './model-files.ts'

type ServedFile = { readonly fileName: string; readonly content: string }

/**
 * The model as Cube reads it. In the files of the model, members with `format: currency` do not say which currency;
 * here they get that of the company's settings.
 */
export function servedFiles(files: readonly ModelFile[], currency: string): ServedFile[] {
  return files.map(({ file, text }) => ({ fileName: file, content: withCurrency(text, currency) }))
}

function withCurrency(text: string, currency: string): string {
  // most files have none, and writing YAML takes long
  if (!/\bcurrency\b/.test(text)) return text
  const document = parseDocument(text)
  const cubes = document.get('cubes')
  if (document.errors.length > 0 || !isSeq(cubes)) return text
  for (const cube of cubes.items) {
    for (const kind of ['dimensions', 'measures']) {
      const members = isMap(cube) ? cube.get(kind) : undefined
      for (const member of isSeq(members) ? members.items : []) {
        if (!isMap(member) || member.get('format') !== 'currency') continue
        member.set('currency', currency)
        member.setIn(['meta', 'currency'], currency)
      }
    }
  }
  return document.toString()
}
