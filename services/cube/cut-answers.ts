import type { ApiGateway } from '@cubejs-backend/api-gateway'
import { ResultMultiWrapper, ResultWrapper } from '@cubejs-backend/native'

type Request = Parameters<ApiGateway['load']>[0]
type Message = Parameters<Request['res']>[0]
type Load = (request: Request) => Promise<void>
type Query = Readonly<Record<string, unknown>>

/** What an answer says of its rows: under `clientele`, for several queries as a list. */
type RowsSaid = {
  readonly limit: number
  /** Whether there are more rows behind these. */
  readonly isCut: boolean
  /** How many rows there are without the limit; null if nobody asked for the `total` and it is not known otherwise. */
  readonly rowTotal: number | null
}

/** Is `true` if an answer was cut. */
export const cutHeader = 'x-clientele-cut'

/**
 * Has Cube answer, and says whether there are more rows than it gives. Cube cuts answers off at the limit of the query or at
 * its own, without a word. So a query with a limit is asked for one row more, which is taken away again. If an answer
 * reaches Cube's own limit, its rows are counted.
 */
export async function loadSayingCuts(request: Request, load: Load, sayCut: () => void): Promise<void> {
  const asked = queryOf(request.query)
  const wanted = asked && limitToRaise(asked)
  await load({
    ...request,
    query: asked && wanted !== undefined ? { ...asked, limit: wanted + 1 } : request.query,
    res: async (message, extra) => {
      const results = resultsOf(message)
      if (!results) return request.res(message, extra)
      const rows = results.map((result) => Number(Reflect.get(result, 'length')))
      let said = results.map((result, index) => rowsSaid(result, rows[index] ?? 0, wanted))
      if (said.includes(undefined)) {
        const counted = await totals(request, load)
        if (!Array.isArray(counted)) return request.res(counted, extra)
        said = results.map((result, index) =>
          rowsSaid(result, rows[index] ?? 0, wanted, counted[index] ?? null),
        )
      }
      const known = said.filter((one) => one !== undefined)
      if (known.some(({ isCut }) => isCut)) sayCut()
      const kept = wanted === undefined ? results : results.map((result) => trimmed(result, wanted))
      return request.res(saying(message, kept, known), extra)
    },
  })
}

/** The limit of a query that is asked for one row more. */
function limitToRaise({ limit, total }: Query): number | undefined {
  const most = Number(process.env.CUBEJS_DB_QUERY_LIMIT || 50_000)
  return total !== true && typeof limit === 'number' && limit > 0 && limit < most ? limit : undefined
}

/** Undefined if the rows must be counted to know. */
function rowsSaid(
  result: ResultWrapper,
  rows: number,
  wanted: number | undefined,
  counted?: number | null,
): RowsSaid | undefined {
  const { query, total = null } = result.getRootResultObject()[0]
  const limit = Number(wanted ?? query.limit)
  const before = Number(query.offset ?? 0)
  const rowTotal: number | null = total ?? counted ?? null
  if (rowTotal !== null) return { limit, isCut: rowTotal > before + rows, rowTotal }
  if (rows > limit) return { limit, isCut: true, rowTotal: null }
  const isWhole = rows < limit || wanted !== undefined
  if (isWhole) return { limit, isCut: false, rowTotal: rows > 0 || before === 0 ? before + rows : null }
  return counted === undefined ? undefined : { limit, isCut: true, rowTotal: null }
}

/** The number of rows of each query, or the message to pass on, such as that Cube is not ready yet. */
async function totals(request: Request, load: Load): Promise<readonly (number | null)[] | Message> {
  const counting = (query: Query) => ({ ...query, limit: 1, total: true })
  const { query } = request
  const parsed: unknown = typeof query === 'string' ? JSON.parse(query) : query
  const one = queryOf(parsed)
  const { promise, resolve } = Promise.withResolvers<readonly (number | null)[] | Message>()
  await load({
    ...request,
    query: one ? counting(one) : (Array.isArray(parsed) ? parsed : []).map(counting),
    res: (message) => {
      const results = resultsOf(message)
      resolve(results?.map((result) => result.getRootResultObject()[0].total ?? null) ?? message)
    },
  })
  return promise
}

function trimmed(result: ResultWrapper, limit: number): ResultWrapper {
  const kept = new ResultWrapper(
    Array.from({ length: Number(Reflect.get(result, 'length')) }, (_, at) =>
      Reflect.get(result, `${at}`),
    ).slice(0, limit),
  )
  const withLimit = (shape: Query) => ({ ...shape, query: { ...Object(shape.query), limit } })
  kept.setTransformData(withLimit(result.getTransformData()[0]))
  kept.setRootResultObject(withLimit(result.getRootResultObject()[0]))
  return kept
}

/** The answer, whose JSON begins with what is said of its rows. */
function saying(message: Message, kept: readonly ResultWrapper[], said: readonly RowsSaid[]): Message {
  const isMulti = message instanceof ResultMultiWrapper
  const answer = isMulti
    ? new ResultMultiWrapper([...kept], Reflect.get(message, 'rootResultObject'))
    : kept[0]
  if (!answer) return message
  const note = JSON.stringify({ clientele: isMulti ? said : said[0] })
  const getFinalResult = async () => {
    const json = Buffer.from(await answer.getFinalResult())
    return Buffer.concat([Buffer.from(`${note.slice(0, -1)},`), json.subarray(json.indexOf('{') + 1)])
  }
  return new Proxy(answer, {
    get: (target, name) => (name === 'getFinalResult' ? getFinalResult : Reflect.get(target, name)),
  })
}

function resultsOf(message: Message): ResultWrapper[] | undefined {
  return message instanceof ResultWrapper || message instanceof ResultMultiWrapper
    ? message.getResults()
    : undefined
}

function queryOf(query: unknown): Query | undefined {
  const parsed: unknown = typeof query === 'string' ? JSON.parse(query) : query
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : undefined
}
