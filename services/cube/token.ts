import jwt from 'jsonwebtoken'

/** Who asks Cube, and what they may see: `analyst` all but personal data, `pii` everything. */
export type CubeGroup = 'analyst' | 'pii'
export const cubeGroups: readonly CubeGroup[] = ['analyst', 'pii']

export type CubeIdentity = { readonly sub: string; readonly groups: readonly string[] }

export function signCubeToken(
  secret: string,
  groups: readonly CubeGroup[],
  subject: string,
  expiresInSeconds = 3600,
): string {
  return jwt.sign({ groups }, secret, { algorithm: 'HS256', subject, expiresIn: expiresInSeconds })
}

/** Throws for a token that is missing, forged or out of date. Without groups its bearer sees nothing. */
export function verifyCubeToken(secret: string, token: string | undefined): CubeIdentity {
  if (!secret || !token) throw new Error('no token')
  const payload = jwt.verify(token, secret, { algorithms: ['HS256'] })
  if (typeof payload === 'string') throw new Error('token without claims')
  const groups: unknown = payload.groups
  return {
    sub: payload.sub ?? 'unknown',
    groups: Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [],
  }
}
