import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ClienteleError } from '#engine'
import { readerOf } from '../../gateway/door.ts'
import { sightOf } from '../../profiles/sight.ts'
import { answer, note, valueIn, visitOf } from '../answer.ts'
import type { Site } from '../site.ts'
import { membersCsv, personalFor } from './members.ts'
import { segmentsPage } from './page.ts'
import { type personalColumns, segmentsSeen } from './queries.ts'

type Name = { Params: { name: string } }

/** Segments, and who is in them. */
export function segmentRoutes(server: FastifyInstance, site: Site): void {
  const { pool } = site
  const seen = (request: FastifyRequest) => {
    const { markets } = readerOf(request)
    return segmentsSeen.read(pool, { markets: markets && [...markets] })
  }

  server.get('/members', async (request, reply) =>
    answer(
      reply,
      segmentsPage(visitOf(request, site), await seen(request), personalFor(sightOf(readerOf(request)))),
    ),
  )

  server.get<Name>('/members/:name.csv', (request, reply) => send(request, reply, [], null))

  server.post<Name>('/members/:name.csv', async (request, reply) => {
    const reason = valueIn(request.body, 'reason').trim().slice(0, 300)
    if (reason.length < 3)
      throw new ClienteleError(
        'reason-missing',
        'No file was made, because no reason was given. Say why you need names and contacts.',
      )
    return send(request, reply, personalFor(sightOf(readerOf(request))), reason)
  })

  async function send(
    request: FastifyRequest<Name>,
    reply: FastifyReply,
    personal: readonly (keyof typeof personalColumns)[],
    reason: string | null,
  ): Promise<FastifyReply> {
    const segment = (await seen(request)).find(({ segment_name }) => segment_name === request.params.name)
    if (!segment || segment.status === 'failed')
      throw new ClienteleError(
        'segment-unknown',
        'There is no file, because there is no such segment, or it could not be computed. The page of segments lists them.',
      )
    const { segment_name: name, member_count: members } = segment
    const entry = { action: 'segment' as const, customerKey: null, fields: [...personal], reason }
    await note(site, request, { ...entry, detail: { segment: name, members } })
    const lines = membersCsv(pool, name, readerOf(request).markets, personal, (listedKeys) =>
      note(site, request, { ...entry, listedKeys, detail: { segment: name } }),
    )
    return reply
      .headers({
        'cache-control': 'no-store',
        'content-disposition': `attachment; filename="${name.replace(/[^\w-]/g, '_')}.csv"`,
      })
      .type('text/csv; charset=utf-8')
      .send(Readable.from(lines))
  }
}
