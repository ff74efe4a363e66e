import type { z } from 'zod'
import {
  choicesSchema,
  type Profile,
  profileSchema,
  type Search,
  searchSchema,
  type Timeline,
  timelineSchema,
} from './profile.ts'
import { type Why, whySchema } from './why-schema.ts'

export type { Profile, Search, Timeline, Why }

export type ProfileClientOptions = {
  /** Where the gateway answers, such as `http://127.0.0.1:3000`. */
  readonly url: string
  /** What `clientele key create` prints. */
  readonly key: string
}

export type Contact = Timeline['contacts'][number]
type Page = {
  readonly types?: readonly string[]
  readonly channels?: readonly string[]
  readonly limit?: number
}

/** What the API refuses or cannot answer. `code` is a heading of docs/errors.md. */
export class ProfileProblem extends Error {
  override readonly name = 'ProfileProblem'
  readonly status: number
  readonly code: string
  /** The customers of whom one is meant; none unless the code is `profile-ambiguous`. */
  readonly choices: readonly Choice[]

  constructor(status: number, { code, detail, choices }: ProblemBody) {
    super(detail)
    this.status = status
    this.code = code
    this.choices = choices ?? []
  }
}

const problemBody = choicesSchema.pick({ code: true, detail: true, choices: true }).partial({ choices: true })
type ProblemBody = z.infer<typeof problemBody>
/** A customer who has an identifier that others have, too. */
export type Choice = NonNullable<ProblemBody['choices']>[number]

/**
 * Asks the profile API. Its answers have the types that the server is tested to keep to. A profile that has not changed since
 * it was read is not sent again; the last hundred are kept for that.
 */
export class ProfileClient {
  private readonly options: ProfileClientOptions
  private readonly kept = new Map<string, { readonly tag: string; readonly profile: Profile }>()

  constructor(options: ProfileClientOptions) {
    this.options = options
  }

  /** By `kind:value`, such as `email:ada@example.com` or `customer:42`. Throws `ProfileProblem`. */
  async profile(identifier: string, fields: readonly string[] = []): Promise<Profile> {
    const path = address(`/v1/profiles/${encodeURIComponent(identifier)}`, { fields })
    const kept = this.kept.get(path)
    const answer = await this.get(path, kept && { 'if-none-match': kept.tag })
    if (answer.status === 304 && kept) return kept.profile
    const profile = profileSchema.parse(await answer.json())
    const tag = answer.headers.get('etag')
    this.kept.delete(path)
    if (tag !== null) this.kept.set(path, { tag, profile })
    const [oldest] = this.kept.keys()
    if (this.kept.size > mostKept && oldest !== undefined) this.kept.delete(oldest)
    return profile
  }

  /** All contacts, the newest first. Pages are asked for as they are needed. Throws `ProfileProblem`. */
  async *contacts(identifier: string, page: Page = {}): AsyncGenerator<Contact> {
    let cursor: string | undefined
    do {
      const { contacts, next } = await this.timeline(identifier, { ...page, ...(cursor && { cursor }) })
      yield* contacts
      cursor = next ?? undefined
    } while (cursor !== undefined)
  }

  async timeline(identifier: string, page: Page & { readonly cursor?: string } = {}): Promise<Timeline> {
    const answer = await this.get(
      address(`/v1/profiles/${encodeURIComponent(identifier)}/timeline`, { ...page }),
    )
    return timelineSchema.parse(await answer.json())
  }

  async why(identifier: string): Promise<Why> {
    const answer = await this.get(`/v1/profiles/${encodeURIComponent(identifier)}/why`)
    return whySchema.parse(await answer.json())
  }

  async search(text: string, limit?: number): Promise<Search> {
    const answer = await this.get(address('/v1/profiles', { search: text, ...(limit && { limit }) }))
    return searchSchema.parse(await answer.json())
  }

  private async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const { url, key } = this.options
    const answer = await fetch(url + path, { headers: { authorization: `Bearer ${key}`, ...headers } })
    if (answer.ok || answer.status === 304) return answer
    throw new ProfileProblem(answer.status, await problemIn(answer))
  }
}

const mostKept = 100

async function problemIn(answer: Response): Promise<ProblemBody> {
  if (/problem\+json/.test(answer.headers.get('content-type') ?? ''))
    return problemBody.parse(await answer.json())
  return { code: 'unknown', detail: `The server answered ${answer.status}: ${await answer.text()}` }
}

type Value = string | number | readonly string[] | undefined

function address(path: string, query: Readonly<Record<string, Value>>): string {
  const given = Object.entries(query).flatMap(([name, value]) => {
    const text = typeof value === 'object' ? value.join() : value
    return text === undefined || text === '' ? [] : [[name, String(text)] as const]
  })
  return given.length === 0 ? path : `${path}?${new URLSearchParams(Object.fromEntries(given))}`
}
