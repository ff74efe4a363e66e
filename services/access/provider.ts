import * as openid from 'openid-client'
import { z } from 'zod'
import { type CubeGroup, isGroup } from '../cube/groups.ts'
import type { ProviderSettings } from '../provider-settings.ts'

/** What must be the same when a person comes back from the provider. It stays in the browser that left. */
export const departure = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** The page that was asked for. */
  to: z.string(),
})
export type Departure = z.infer<typeof departure>

/** Whom the provider vouches for. */
export type Arrival = {
  /** Issuer and subject: what a person is there, also after a change of name. */
  readonly subject: string
  readonly proposedName: string
  readonly groups: readonly CubeGroup[]
  /** Undefined if the provider says nothing about markets. */
  readonly markets: readonly string[] | undefined
}

export type Provider = {
  readonly title: string
  /** Where the browser is sent to sign in; `callback` is where it comes back to. */
  depart(callback: URL, to: string): Promise<{ url: URL; departure: Departure }>
  /** Who has come back to `address`, the callback with all that the provider added. */
  arrive(address: URL, departure: Departure): Promise<Arrival>
}

/** The provider is asked for its addresses and keys when somebody signs in, because it may be away when Clientele starts. */
export function openProvider(settings: ProviderSettings): Provider {
  let known: Promise<openid.Configuration> | undefined
  const configuration = () => {
    known ??= discover(settings).catch((error: unknown) => {
      known = undefined
      throw error
    })
    return known
  }
  return {
    title: settings.title,
    async depart(callback, to) {
      const config = await configuration()
      const left = {
        state: openid.randomState(),
        nonce: openid.randomNonce(),
        verifier: openid.randomPKCECodeVerifier(),
        to,
      }
      const url = openid.buildAuthorizationUrl(config, {
        redirect_uri: callback.href,
        scope: settings.scope,
        state: left.state,
        nonce: left.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(left.verifier),
        code_challenge_method: 'S256',
      })
      return { url, departure: left }
    },
    async arrive(address, { state, nonce, verifier }) {
      const config = await configuration()
      const tokens = await openid.authorizationCodeGrant(config, address, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      const claims = tokens.claims()
      if (!claims) throw new Error('The provider of sign-ins sent no ID token.')
      // many providers keep groups and names out of the ID token
      const { userinfo_endpoint } = config.serverMetadata()
      const more = userinfo_endpoint
        ? await openid.fetchUserInfo(config, tokens.access_token, claims.sub)
        : undefined
      return arrivalOf(settings, claims.iss, claims.sub, { ...more, ...claims })
    },
  }
}

function discover({ issuer, clientId, clientSecret }: ProviderSettings): Promise<openid.Configuration> {
  // only an issuer on this machine can have it, as its settings are checked
  const execute = issuer.protocol === 'http:' ? [openid.allowInsecureRequests] : []
  const authentication = clientSecret === undefined ? openid.None() : openid.ClientSecretBasic(clientSecret)
  return openid.discovery(issuer, clientId, undefined, authentication, { execute, timeout: 10 })
}

const texts = z.union([z.array(z.string()), z.string().transform((text) => [text])])
const claimed = z.object({ preferred_username: z.string().optional(), email: z.string().optional() })

/** What of the claims counts here. A group that is in no pair of the settings gives nothing. */
export function arrivalOf(
  { groups, groupsClaim, marketsClaim }: Pick<ProviderSettings, 'groups' | 'groupsClaim' | 'marketsClaim'>,
  issuer: string,
  subject: string,
  claims: Readonly<Record<string, unknown>>,
): Arrival {
  const listed = (claim: string) => texts.safeParse(claims[claim]).data ?? []
  const theirs = new Set(listed(groupsClaim))
  const ours = groups.filter(([their]) => theirs.has(their)).map(([, our]) => our)
  const names = claimed.safeParse(claims).data
  return {
    subject: `${issuer} ${subject}`,
    proposedName: names?.preferred_username ?? names?.email ?? '',
    groups: [...new Set(ours)].filter(isGroup),
    markets: marketsClaim === undefined ? undefined : [...new Set(listed(marketsClaim))],
  }
}
