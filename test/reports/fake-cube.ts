import { createServer, type IncomingMessage } from 'node:http'

export type Asked = {
  measures: string[]
  dimensions: string[]
  order: [string, string][]
  limit: number
  offset: number
  total?: boolean
  timeDimensions: { dimension: string; granularity?: string }[]
}
export type Reply = { status?: number; body: unknown }

export type FakeCube = {
  readonly url: string
  /** All queries it received, in order. */
  readonly asked: Asked[]
  stop(): Promise<void>
}

/** A server that knows just enough of Cube's REST protocol to misbehave on purpose. */
export async function startFakeCube(
  answer: (query: Asked, nth: number) => Reply,
  meta: object = {},
): Promise<FakeCube> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const { query }: { query: Asked } = JSON.parse((await read(request)) || '{"query":null}')
    const isLoad = request.url === '/cubejs-api/v1/load'
    if (isLoad) asked.push(query)
    const reply: Reply =
      request.headers.authorization !== 'good'
        ? { status: 403, body: { error: 'Invalid token' } }
        : isLoad
          ? answer(query, asked.length)
          : { body: meta }
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(reply.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The server has no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** The page of `orders.country` and `orders.order_count` that Cube would return. */
export function pageOf(names: readonly string[], query: Asked, cap = Number.POSITIVE_INFINITY) {
  const page = names.slice(query.offset, query.offset + Math.min(query.limit, cap))
  return {
    data: page.map((name, at) => ({ 'orders.country': name, 'orders.order_count': `${query.offset + at}` })),
    annotation,
    ...(query.total ? { total: names.length } : {}),
  }
}

export const annotation = {
  measures: { 'orders.order_count': { type: 'number' } },
  dimensions: { 'orders.country': { type: 'string' } },
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
