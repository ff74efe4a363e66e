import { z } from 'zod'

/** A provider of OpenID Connect by which people sign in. */
export type ProviderSettings = {
  readonly issuer: URL
  readonly clientId: string
  /** Undefined if it is in the file `oidc-client-secret` of the secrets, or the provider knows the client without one. */
  readonly clientSecret: string | undefined
  readonly scope: string
  /** What the button on the sign-in page calls it. */
  readonly title: string
  /** The claim that holds the names of a person's groups there. */
  readonly groupsClaim: string
  /** Groups of ours by groups of theirs; a name of theirs can give several. */
  readonly groups: readonly (readonly [theirs: string, ours: string])[]
  /** The claim that holds the markets whose rows a person may see; without it, people see all. */
  readonly marketsClaim: string | undefined
}

/** An empty variable counts as unset. */
const text = z.preprocess((value) => value || undefined, z.string().optional())

/** Over plain http anybody on the way could say who signs in. */
function isGuarded({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}

/** The variables of the provider. All but the issuer are read only if there is one. */
export const providerEnvironment = z
  .object({
    CLIENTELE_OIDC_ISSUER: text,
    CLIENTELE_OIDC_CLIENT_ID: text,
    CLIENTELE_OIDC_CLIENT_SECRET: text,
    CLIENTELE_OIDC_SCOPE: text,
    CLIENTELE_OIDC_TITLE: text,
    CLIENTELE_OIDC_GROUPS_CLAIM: text,
    CLIENTELE_OIDC_GROUPS: text,
    CLIENTELE_OIDC_MARKETS_CLAIM: text,
  })
  .transform((read, context): ProviderSettings | undefined => {
    if (read.CLIENTELE_OIDC_ISSUER === undefined) return undefined
    const fault = (variable: keyof typeof read, message: string) => {
      // never the value, because it may hold a secret
      context.addIssue({ code: 'custom', path: [variable], message })
      return z.NEVER
    }
    const issuer = URL.parse(read.CLIENTELE_OIDC_ISSUER)
    if (issuer === null || !isGuarded(issuer))
      return fault('CLIENTELE_OIDC_ISSUER', 'must be an address that begins with https://')
    if (read.CLIENTELE_OIDC_CLIENT_ID === undefined)
      return fault(
        'CLIENTELE_OIDC_CLIENT_ID',
        'is missing, and the provider of CLIENTELE_OIDC_ISSUER asks for it',
      )
    const groups = (read.CLIENTELE_OIDC_GROUPS ?? '').split(',').map((pair) => pair.split('='))
    const pairs = groups.flatMap(([theirs = '', ours = '', ...more]) =>
      theirs.trim() && ours.trim() && more.length === 0 ? [[theirs.trim(), ours.trim()] as const] : [],
    )
    if (pairs.length < groups.length)
      return fault('CLIENTELE_OIDC_GROUPS', 'must be pairs such as Service Desk=agent,Data Office=pii')
    return {
      issuer,
      clientId: read.CLIENTELE_OIDC_CLIENT_ID,
      clientSecret: read.CLIENTELE_OIDC_CLIENT_SECRET,
      scope: read.CLIENTELE_OIDC_SCOPE ?? 'openid profile email',
      title: read.CLIENTELE_OIDC_TITLE ?? issuer.host,
      groupsClaim: read.CLIENTELE_OIDC_GROUPS_CLAIM ?? 'groups',
      groups: pairs,
      marketsClaim: read.CLIENTELE_OIDC_MARKETS_CLAIM,
    }
  })
