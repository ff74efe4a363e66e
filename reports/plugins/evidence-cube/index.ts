import { basename } from 'node:path'
import { type CubeConnection, reach } from './cube-client.ts'
import { definitionsOf, isDefinitions } from './definitions.ts'
import { writeEmptyTable } from './empty-table.ts'
import { CubeFailure, noteFailure } from './failure.ts'
import { tableOf } from './parts.ts'
import { parseQueryFile } from './query-file.ts'
import { isWrittenRows, writtenRows } from './written-rows.ts'

/** From connection.yaml, or EVIDENCE_SOURCE__<name>__<option>. */
export type Options = { url?: string; token?: string; page_size?: number | string }

export const options = {
  url: {
    title: 'Cube URL',
    type: 'string',
    required: false,
    description: 'The default is CLIENTELE_CUBE_URL',
  },
  token: {
    title: 'Token',
    type: 'string',
    secret: true,
    required: false,
    description: 'The default is CLIENTELE_CUBE_TOKEN',
  },
  page_size: { title: 'Rows per page', type: 'number', required: false, default: 10_000 },
}

const MAX_ROWS = 200_000

export async function testConnection(settings: Options): Promise<true | { reason: string }> {
  try {
    await reach(connectionOf(settings))
    return true
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) }
  }
}

/** Evidence calls the runner for each file of the source's folder. */
export async function getRunner(settings: Options, directory: string) {
  const cube = connectionOf(settings)
  const paging = { pageSize: Number(settings.page_size ?? 10_000), maxRows: MAX_ROWS }

  const answer = async (text: string | null, path: string) => {
    const source = text ?? ''
    const { rows, types } = isDefinitions(source)
      ? await definitionsOf(cube, directory)
      : isWrittenRows(source)
        ? writtenRows(source, basename(path))
        : await tableOf(cube, parseQueryFile(source, path), paging)
    if (rows.length === 0) {
      const url = await writeEmptyTable(basename(directory), basename(path, '.yaml'), types)
      // Evidence reads the file, and checks that there are rows
      return { url, rows: [], columnTypes: types, expectedRowCount: 0 }
    }
    return { rows, columnTypes: types, expectedRowCount: rows.length }
  }

  return async (text: string | null, path: string) => {
    if (!path.endsWith('.yaml')) return null
    try {
      return await answer(text, path)
    } catch (error) {
      await noteFailure(`${basename(directory)}.${basename(path, '.yaml')}`, error)
      throw error
    }
  }
}

function connectionOf(settings: Options): CubeConnection {
  const url = settings.url ?? process.env.CLIENTELE_CUBE_URL
  const token = settings.token ?? process.env.CLIENTELE_CUBE_TOKEN
  if (!url || !token) {
    throw new CubeFailure(
      'cube-not-configured',
      'The reports do not know where Cube is. Build them with "npm start", or set CLIENTELE_CUBE_URL and CLIENTELE_CUBE_TOKEN.',
    )
  }
  const seconds = Number(process.env.CLIENTELE_CUBE_WAIT_SECONDS ?? 300)
  return { url, token, patience: (Number.isFinite(seconds) && seconds > 0 ? seconds : 300) * 1000 }
}
