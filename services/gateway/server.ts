import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import fastifyCookie from '@fastify/cookie'
import fastifyFormbody from '@fastify/formbody'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import type { Settings } from '../settings.ts'
import { isServedHost } from './hosts.ts'
import { problem } from './problem.ts'

/** The pages run inline scripts, and DuckDB as WebAssembly in a worker. They only connect to this server. */
const contentPolicy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const headers = {
  'content-security-policy': contentPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
}

/** Answers that are not a page: never cached, and the connection ends, because the request may have a body. */
const refusal = {
  'content-type': 'text/plain; charset=utf-8',
  'cache-control': 'no-store',
  connection: 'close',
}
const sentences: Readonly<Record<number, string>> = {
  400: 'The request is not valid HTTP, or its address cannot be decoded.',
  405: 'What is here can only be read: use GET or HEAD.',
  408: 'The request did not arrive in time.',
  416: 'The file has no such part.',
  417: 'This server meets no expectations.',
  421: 'Clientele does not answer to this host name. If you run it, add the name to CLIENTELE_HOSTS, and start it again.',
  429: 'There were too many requests. Wait a minute, and try again.',
  431: 'The headers of the request are too long.',
  500: 'The answer could not be given. The terminal that Clientele runs in says why.',
}

/** A server whose every answer has the security headers, and that answers only to its own host names, to reads and to forms. */
export function createGatewayServer(settings: Settings): FastifyInstance {
  const server = fastify({
    forceCloseConnections: true,
    // a proxy on this machine says who asks and whether by https
    trustProxy: 'loopback',
    // a proxy may pass the base path on or take it away
    rewriteUrl: ({ url = '/' }) => withoutBase(url, settings.basePath),
    serverFactory: (handle) => {
      const http = createServer({ requireHostHeader: false }, (request, response) => {
        response.setHeaders(new Map(Object.entries(headers)))
        const status = refused(request, settings)
        if (status === undefined) handle(request, response)
        else refuse(request, response, status)
      })
      http.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
        response.setHeaders(new Map(Object.entries(headers)))
        refuse(request, response, 417)
      })
      return http
    },
    clientErrorHandler: (error, socket) => refuseSocket(socket, statusOf(error)),
    frameworkErrors: (_error, request, reply) => refuse(request.raw, reply.hijack().raw, 400),
  })
  server.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = statusOfError(error.statusCode)
    if (status === 500) process.stderr.write(`The gateway could not answer: ${error.stack ?? error}\n`)
    if (status === 429 && !/text\/html/.test(request.headers.accept ?? ''))
      return problem(reply, status, 'too-many-requests', `${sentences[status]}`)
    return reply.code(status).headers(refusal).send(`${sentences[status]}\n`)
  })
  server.register(fastifyCookie)
  server.register(fastifyFormbody, { bodyLimit: 64 * 1024 })
  return server
}

function statusOfError(status = 500): number {
  if (status in sentences) return status
  return status < 500 ? 400 : 500
}

/** `/clientele/churn/?market=Ireland` is `/churn/?market=Ireland` of the pages, if their base path is `/clientele`. */
function withoutBase(url: string, basePath: string): string {
  if (!url.startsWith(basePath) || !/^([/?]|$)/.test(url.slice(basePath.length))) return url
  return url.slice(basePath.length).replace(/^(?!\/)/, '/')
}

function refused(request: IncomingMessage, settings: Settings): number | undefined {
  if (!isServedHost(request.headers.host, settings, request.socket.localAddress)) return 421
  return ['GET', 'HEAD', 'POST'].includes(request.method ?? '') ? undefined : 405
}

/** For an address that can only be read. */
export function refuseForm(reply: FastifyReply): FastifyReply {
  return reply
    .code(405)
    .headers({ ...refusal, allow: 'GET, HEAD' })
    .send(`${sentences[405]}\n`)
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  const body = `${sentences[status]}\n`
  const length = { 'content-length': body.length }
  response.writeHead(status, { ...refusal, ...length, ...(status === 405 && { allow: 'GET, HEAD, POST' }) })
  response.end(request.method === 'HEAD' ? undefined : body)
}

function statusOf({ code }: NodeJS.ErrnoException): number {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408
  return code === 'HPE_HEADER_OVERFLOW' ? 431 : 400
}

/** What is not HTTP has no response object, so the answer is written to the connection. */
function refuseSocket(socket: Socket, status: number): void {
  if (socket.writable && socket.bytesWritten === 0) {
    const lines = Object.entries({ ...headers, ...refusal }).map(([name, value]) => `${name}: ${value}`)
    const body = `${sentences[status]}\n`
    const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, `content-length: ${body.length}`]
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  }
  socket.destroySoon()
}
