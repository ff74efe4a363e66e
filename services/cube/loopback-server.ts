import { once } from 'node:events'
import { createServer } from 'node:http'
import type { SQLServer } from '@cubejs-backend/api-gateway'
import { gracefulHttp } from '@cubejs-backend/server/dist/src/server/gracefull-http.js'
import { CubejsServer } from '@cubejs-backend/server/dist/src/server.js'
import express from 'express'

const host = '127.0.0.1'

/** Cube's own server, except that it listens on loopback, and that pages of other sites may not read its answers. */
export class LoopbackServer extends CubejsServer {
  override async listen() {
    const app = express()
    app.disable('x-powered-by')
    await this.core.initApp(app)
    const server = gracefulHttp(createServer(app))
    const port = Number(process.env.PORT)
    server.listen(port, host)
    await once(server, 'listening')
    this.server = server
    return { app, port, server, version: CubejsServer.version() }
  }

  sqlApi(): SQLServer {
    return this.core.initSQLServer()
  }
}
