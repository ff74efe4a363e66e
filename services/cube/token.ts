import jwt from 'jsonwebtoken'
import { z } from 'zod'
import type { CubeGroup } from './groups.ts'

const claims = z.object({
  sub: z.string().default('unknown'),
  groups: z.array(z.string()).catch([]),
  /** The markets whose rows the bearer may see, as the warehouse names them; all if there are none. */
  markets: z.array(z.string()).min(1).optional(),
})
export type CubeIdentity = Readonly<z.infer<typeof claims>>

export function signCubeToken(
  secret: string,
  groups: readonly CubeGroup[],
  subject: string,
  expiresInSeconds = 3600,
  markets?: readonly string[],
): string {
  return jwt.sign({ groups, markets }, secret, { algorithm: 'HS256', subject, expiresIn: expiresInSeconds })
}

/** Throws if the token is missing, forged or expired. A token without groups shows nothing. */
export function verifyCubeToken(secret: string, token: string | undefined): CubeIdentity {
  if (!secret || !token) throw new Error('no token')
  return claims.parse(jwt.verify(token, secret, { algorithms: ['HS256'] }))
}
