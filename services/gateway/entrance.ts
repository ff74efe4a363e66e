import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import { type Action, recordAccess } from '../access/audit.ts'
import type { Reader } from '../access/reader.ts'
import { endSession, longestHours, openSession, readSession } from '../access/sessions.ts'
import type { Settings } from '../settings.ts'

/** Signs people in and out of a browser. */
export type Entrance = {
  /** Opens a session, and leads to the page that was asked for. */
  enter(request: FastifyRequest, reply: FastifyReply, name: string): Promise<void>
  leave(request: FastifyRequest, reply: FastifyReply): Promise<void>
}

/** Cookies do not know ports, so that of another installation on this machine has another name. */
export function cookieName(request: FastifyRequest, { ports }: Settings, name = 'clientele'): string {
  return request.protocol === 'https' ? `__Host-${name}` : `${name}_${ports.gateway}`
}

export function sessionToken(request: FastifyRequest, settings: Settings): string | undefined {
  return request.cookies[cookieName(request, settings)]
}

export function openEntrance(pool: Pool, settings: Settings): Entrance {
  return {
    /** A session always gets a new token, so that one that somebody else put into the browser is worth nothing. */
    async enter(request, reply, name) {
      const before = sessionToken(request, settings)
      if (before !== undefined) await endSession(pool, before)
      const token = await openSession(pool, name, request.ip)
      const reader = await readSession(pool, token)
      if (reader) await recordAccess(pool, [entry(request, reader, 'sign-in')])
      reply.setCookie(cookieName(request, settings), token, {
        path: '/',
        httpOnly: true,
        sameSite: 'lax',
        secure: request.protocol === 'https',
        maxAge: longestHours * 3600,
      })
    },
    async leave(request, reply) {
      const token = sessionToken(request, settings)
      if (token !== undefined) await endSession(pool, token)
      reply.clearCookie(cookieName(request, settings), { path: '/', secure: request.protocol === 'https' })
    },
  }
}

/** What somebody did about their own account, as the log keeps it. */
export function entry(request: FastifyRequest, reader: Reader, action: Action) {
  return {
    reader,
    action,
    way: 'page',
    address: request.ip,
    customerKey: null,
    fields: [],
    reason: null,
  } as const
}
