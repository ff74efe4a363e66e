import { once } from 'node:events'
import { createServer } from 'node:http'
import type { SQLServer } from '@cubejs-backend/api-gateway'
import { gracefulHttp } from '@cubejs-backend/server/dist/src/server/gracefull-http.js'
import { CubejsServer } from '@cubejs-backend/server/dist/src/server.js'
import type { CubejsServerCore } from '@cubejs-backend/server-core'
import express, { type ErrorRequestHandler, type RequestHandler } from 'express'
import { noSuchAddress } from './admission.ts'
import { cannotAnswer, GuardedCore } from './guarded-gateway.ts'
import { logFailure } from './log.ts'

const host = '127.0.0.1'
/** Far more than any query needs. */
const largestRequest = '1mb'

/** Cube's own server, except that it listens on loopback, and answers nothing but its API. */
export class LoopbackServer extends CubejsServer {
  protected override createCoreInstance(
    ...[config, system]: ConstructorParameters<typeof CubejsServerCore>
  ): CubejsServerCore {
    return new GuardedCore(config, system)
  }

  override async listen() {
    const app = express()
    app.disable('x-powered-by')
    app.use(requireApi, requireJson, express.json({ limit: largestRequest }), refuseBody)
    await this.core.initApp(app)
    app.use(nothingThere, nothingLeaks)
    const server = gracefulHttp(createServer(app))
    // a client that asks again every few seconds must not meet a connection that is being closed
    server.keepAliveTimeout = 65_000
    const port = Number(process.env.PORT)
    server.listen(port, host)
    await once(server, 'listening')
    this.server = server
    return { app, port, server, version: CubejsServer.version() }
  }

  /** Compiles a version of the model, so that no request waits for it. Throws what Cube's compiler says. */
  async compile(model: string): Promise<void> {
    const api = await this.core.getCompilerApi({ securityContext: { model }, requestId: 'model' })
    await api.getCompilers()
  }

  /** Builds the pre-aggregations of a model, and returns the tables that they are in. */
  async buildRollups(model: string): Promise<string[]> {
    return this.core instanceof GuardedCore ? this.core.buildRollups(model) : []
  }

  sqlApi(): SQLServer {
    return this.core.initSQLServer()
  }
}

/** Whatever else Cube serves, such as its system endpoints, is not checked by `checkAuth`. */
const requireApi: RequestHandler = (request, response, next) => {
  if (/^\/(cubejs-api\/|readyz$|livez$)/.test(request.path)) next()
  else nothingThere(request, response, next)
}

const requireJson: RequestHandler = (request, response, next) => {
  if (request.method !== 'POST' || request.is('application/json')) next()
  else response.status(415).json({ error: 'Send JSON, with the header content-type: application/json.' })
}

const nothingThere: RequestHandler = (_request, response) => {
  response.status(404).json({ error: noSuchAddress })
}

/** The request could not be read. Its parser's message repeats parts of it. */
const refuseBody: ErrorRequestHandler = (error, _request, response, _next) => {
  const isLarge = error?.type === 'entity.too.large'
  const problem = isLarge ? `The request is larger than ${largestRequest}.` : 'The request is not JSON.'
  response.status(isLarge ? 413 : 400).json({ error: problem })
}

const nothingLeaks: ErrorRequestHandler = (error, _request, response, _next) => {
  logFailure('A request failed', error)
  if (response.headersSent) response.destroy()
  else response.status(500).json({ error: cannotAnswer })
}
