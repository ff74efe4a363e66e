import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 random bits, so that a fast hash of them keeps as well as a slow one does a password. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored of a token. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** A token of what a session sends with its forms. Who has it cannot find the session by it. */
export function formTokenOf(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('forms').digest('base64url')
}

export function isSame(one: string, other: string): boolean {
  return timingSafeEqual(hashOf(one), hashOf(other))
}
