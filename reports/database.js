/*
 * Evidence starts DuckDB, 3 MB of it, with every first page, though a page is drawn with the answers to its questions.
 * Here it starts with the first question whose answer a page does not hold: of a filter that was changed, or that the
 * address sets. It stands for Evidence's module with the same exports (svelte.config.js).
 */

export { tableFromIPC } from 'apache-arrow'
export { arrowTableToJSON } from './node_modules/@evidence-dev/universal-sql/src/client-duckdb/both.js'

const whenDrawn = import.meta.env.SSR
  ? await import('./node_modules/@evidence-dev/universal-sql/src/client-duckdb/node.js')
  : undefined

/** What the database has to know before its first question, in the order in which it was said. */
const said = []
let started

/** Printing waits until all that the page asked is answered. */
let openCount = 0
function count(change) {
  openCount += change
  document.documentElement.toggleAttribute('data-asking', openCount > 0)
}

async function start() {
  const database = await import('./node_modules/@evidence-dev/universal-sql/src/client-duckdb/browser.js')
  await database.initDB()
  for (const { call, values } of said) await database[call](...values)
  return database
}

const later =
  (call) =>
  async (...values) => {
    if (started) return (await started)[call](...values)
    said.push({ call, values })
  }

export const initDB = whenDrawn?.initDB ?? (async () => {})
export const setParquetURLs = whenDrawn?.setParquetURLs ?? later('setParquetURLs')
export const updateSearchPath = whenDrawn?.updateSearchPath ?? later('updateSearchPath')
export const emptyDbFs = whenDrawn?.emptyDbFs ?? later('emptyDbFs')
export const query =
  whenDrawn?.query ??
  (async (sql) => {
    count(1)
    try {
      started ??= start()
      return await (await started).query(sql)
    } finally {
      count(-1)
    }
  })
