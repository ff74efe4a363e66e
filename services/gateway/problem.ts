import type { FastifyReply } from 'fastify'
import type { ErrorCode } from '../../engine/error-codes.ts'

/** An error as RFC 9457 writes it, with a code of docs/errors.md. */
export function problem(
  reply: FastifyReply,
  status: number,
  code: ErrorCode,
  detail: string,
  more: Readonly<Record<string, unknown>> = {},
): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .send({
      type: `urn:clientele:error:${code}`,
      title: code.replaceAll('-', ' '),
      status,
      code,
      detail,
      ...more,
    })
}
