import { existsSync, readFileSync } from 'node:fs'
import { basename, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { messageOf } from '../errors.ts'

/** Why a file cannot be imported, in a sentence that begins with the place to correct, as `file:line`. */
export function importFailure(file: string, error: unknown): string {
  const missing = missingModule(error)
  if (missing) {
    const { module, importer } = missing
    return `${shown(importer)}${lineOf(importer, basename(module))} imports ${shown(module)}, which does not exist. Restore it, or delete what builds on it`
  }
  const place = placeOf(error) ?? shown(file)
  const [message] = messageOf(error).split('\n')
  const imported = place.startsWith(shown(file)) ? '' : `, so ${shown(file)} cannot be imported`
  return `${place} cannot be imported: ${message}${imported}`
}

/** The file that an import names and that does not exist, and the file that imports it. */
export function missingModule(error: unknown): { module: string; importer: string } | undefined {
  if (!(error instanceof Error)) return undefined
  const match = /^Cannot find (?:module|package) '([^']+)' imported from (.+)$/.exec(error.message)
  return match?.[1] && match[2] ? { module: match[1], importer: pathOf(match[2]) } : undefined
}

/** The nearest place in somebody's own code: the engine and libraries are only where the fault was noticed. */
function placeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const places = [...(error.stack ?? '').matchAll(/(?:file:\/\/)?(\/[^\s:()]+\.(?:ts|js|mjs)):(\d+)/g)].map(
    ([, file = '', line]) => ({ file: pathOf(file), line }),
  )
  const own = places.find(({ file }) => !/\/node_modules\/|\/engine\//.test(file) && existsSync(file))
  return own && `${shown(own.file)}:${own.line}`
}

function lineOf(file: string, text: string): string {
  if (!existsSync(file)) return ''
  const index = readFileSync(file, 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text))
  return index < 0 ? '' : `:${index + 1}`
}

function pathOf(file: string): string {
  return file.startsWith('file://') ? fileURLToPath(file) : file
}

function shown(file: string): string {
  const path = relative(process.cwd(), file)
  return path.startsWith('..') ? file : path
}
