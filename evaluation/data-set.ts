import { isAbsolute, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ClienteleError, messageOf } from '#engine'
import type { IdentitySettingsInput } from '../transforms/identity/matching/index.ts'

/** How to match a file of records whose people are known: as one source, with its own settings. */
export interface DataSet {
  readonly name: string
  /**
   * The column that identifies the person: the first of these that the file has. If the column holds more than
   * that, the pattern's first group extracts it.
   */
  readonly truth: { readonly columns: readonly string[]; readonly pattern?: RegExp }
  /** The columns that the settings refer to, each an SQL expression over the file's columns (text or null). */
  readonly columns: Readonly<Record<string, string>>
  /** Settings by name; a data set can be measured with several. */
  readonly settings: Readonly<Record<string, IdentitySettingsInput>>
}

/**
 * Reads the `dataSet` that a settings file exports.
 *
 * Errors: `data-set-settings`.
 */
export async function readDataSet(path: string): Promise<DataSet> {
  const url = pathToFileURL(isAbsolute(path) ? path : resolve(path)).href
  const exported: unknown = await import(url).catch((error: unknown) => {
    if (error instanceof ClienteleError) throw error
    throw unusable(path, messageOf(error))
  })
  const dataSet = isObject(exported) ? Reflect.get(exported, 'dataSet') : undefined
  if (isDataSet(dataSet)) return dataSet
  throw unusable(path, 'it does not export `dataSet` with name, truth, columns and settings')
}

function isDataSet(value: unknown): value is DataSet {
  return isObject(value) && ['name', 'truth', 'columns', 'settings'].every((field) => field in value)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function unusable(path: string, reason: string): ClienteleError {
  return new ClienteleError(
    'data-set-settings',
    `${path} is not a settings file for a data set: ${reason}. Correct it; bench/identity/febrl.ts is an example.`,
    { path },
  )
}
