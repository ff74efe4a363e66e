import cube from '@cubejs-client/core'
import type { Answer, Exact, Members, Query, Row } from './query.ts'

export type { Model } from './model-types.ts'
export type { Answer, Members, Query, Row } from './query.ts'

export type ClientOptions = {
  /** Where Cube answers, such as `http://127.0.0.1:4000/cubejs-api/v1`. */
  readonly url: string
  /** What `clientele token` prints, or a function that gets a new one when the one before has expired. */
  readonly token: string | (() => Promise<string>)
}

/** An answer with fewer rows than there are, although the query has no limit. */
export class AnswerCut extends Error {
  readonly limit: number

  constructor(limit: number) {
    super(
      `There are more than ${limit} rows, and Cube gives no more. Ask for fewer, or name a limit in the query.`,
    )
    this.name = 'AnswerCut'
    this.limit = limit
  }
}

/**
 * Asks Cube. Queries and rows have the types of the model: that of the product, or that of a company, which
 * `clientele model generate` writes. Numbers are numbers, which Cube sends as texts; times are texts, in the time zone
 * of the query.
 */
export class Client<M extends Members> {
  private readonly api

  constructor({ url, token }: ClientOptions) {
    this.api = cube(token, { apiUrl: url })
  }

  /** Throws `AnswerCut` if there are more rows than Cube gives by itself; a limit of the query is up to the caller. */
  async load<const Q extends Query<M>>(query: Q & Exact<Q, Query<M>>): Promise<Answer<Row<M, Q>>> {
    const asked: Query<M> = query
    const result = await this.api.load(asked, { castNumerics: true })
    const { clientele = [] } = result.serialize().loadResponse
    const [said] = clientele
    if (said?.isCut && query.limit === undefined) throw new AnswerCut(said.limit)
    return { rows: result.rawData(), isCut: said?.isCut === true }
  }
}
