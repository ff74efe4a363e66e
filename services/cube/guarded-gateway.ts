import { ApiGateway, CubejsHandlerError, UserError } from '@cubejs-backend/api-gateway'
import serverCore from '@cubejs-backend/server-core'
import { cutHeader, loadSayingCuts } from './cut-answers.ts'
import { logFailure } from './log.ts'

type Failure = Parameters<ApiGateway['handleError']>[0]
type Orchestrator = Awaited<ReturnType<serverCore.CubejsServerCore['getOrchestratorApi']>>
type Partition = NonNullable<Parameters<Orchestrator['executeQuery']>[0]['preAggregations']>[number]
type HttpRequest = Parameters<ApiGateway['contextByReq']>[0]

/**
 * Cube's gateway, which shows programs only errors that were written for them. Others can name files and tables of the
 * server, so the answer says where to look instead, and the log has the place in the code. Its answers say whether they were
 * cut.
 */
class GuardedGateway extends ApiGateway {
  private readonly requests = new WeakMap<object, HttpRequest>()

  override async contextByReq(...[request, ...rest]: Parameters<ApiGateway['contextByReq']>) {
    const context = await super.contextByReq(request, ...rest)
    this.requests.set(context, request)
    return context
  }

  override load(request: Parameters<ApiGateway['load']>[0]): Promise<void> {
    return loadSayingCuts(
      request,
      (asked) => super.load(asked),
      () => this.requests.get(request.context)?.res?.set(cutHeader, 'true'),
    )
  }

  override handleError(failure: Failure): void {
    const isKnown = isForReaders(failure.e)
    if (!isKnown) logFailure('Cube failed', failure.e)
    super.handleError({ ...failure, e: isKnown ? withoutValues(failure.e, failure.query) : internal })
  }
}

export const cannotAnswer =
  "Cube could not answer this. Check the query's granularities and dates; if they are right, .clientele/logs/cube.log says more."

/** Some of Cube's messages repeat what a filter compares with, which can be somebody's email address. */
function withoutValues(error: Failure['e'], query: unknown): Failure['e'] {
  if (typeof error?.message !== 'string' || (error.status ?? 400) !== 400) return error
  const values = [...valuesIn(query)].sort((a, b) => b.length - a.length)
  const message = values.reduce<string>(
    (text, value) =>
      value.length < 4
        ? text.replaceAll(`"${value}"`, '"…"').replaceAll(`'${value}'`, "'…'")
        : text.replaceAll(value, '…'),
    error.message,
  )
  return message === error.message ? error : new UserError(message)
}

function* valuesIn(node: unknown, isValue = false): Generator<string> {
  if (Array.isArray(node)) for (const item of node) yield* valuesIn(item, isValue)
  else if (typeof node === 'object' && node !== null)
    for (const [key, inner] of Object.entries(node))
      yield* valuesIn(inner, /^(values|dateRange|compareDateRange)$/.test(key))
  else if (isValue && node !== null && node !== '') yield String(node)
}

/** Cube's answer while something takes longer than a request should. */
function isToWait(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'error' in error && error.error === 'Continue wait'
}

const internal = new CubejsHandlerError(500, 'Internal', cannotAnswer)

function isForReaders(error: unknown): boolean {
  if (error instanceof CubejsHandlerError) return true
  if (typeof error !== 'object' || error === null) return false
  // what the compiler of the model says about a query; "Continue wait", and what the database answered
  return ('type' in error && error.type === 'UserError') || 'error' in error
}

export class GuardedCore extends serverCore.CubejsServerCore {
  /** Builds the pre-aggregations of a model that are missing for what is published, and returns the tables of all. */
  async buildRollups(model: string): Promise<string[]> {
    const context = { requestId: 'rollups', securityContext: { model } }
    const compiler = await this.getCompilerApi(context)
    const orchestrator = await this.getOrchestratorApi(context)
    const declared = await compiler.preAggregations()
    if (declared.length === 0) return []
    const found = await this.getRefreshScheduler().preAggregationPartitions(context, {
      timezones: ['UTC'],
      preAggregations: declared.map(({ id }) => ({ id })),
    })
    const tables: string[] = []
    for (const { errors, partitionsWithDependencies } of found) {
      if (errors.length > 0) throw new Error(errors.join('; '))
      for (const { partitions } of partitionsWithDependencies)
        for (const partition of partitions) tables.push(...(await built(partition)))
    }
    return tables

    async function built(partition: Partition): Promise<string[]> {
      for (;;) {
        try {
          const { usedPreAggregations } = await orchestrator.executeQuery({
            ...context,
            preAggregations: [partition],
            cacheMode: 'must-revalidate',
            scheduledRefresh: true,
            timezone: 'UTC',
          })
          const names = Object.values(usedPreAggregations).map((used) => String(Object(used).targetTableName))
          if (names.length === 0) throw new Error('Cube built no pre-aggregation')
          return names
        } catch (error) {
          if (!isToWait(error)) throw error
        }
      }
    }
  }

  protected override createApiGatewayInstance(
    ...settings: ConstructorParameters<typeof ApiGateway>
  ): ApiGateway {
    return new GuardedGateway(...settings)
  }
}
