import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import { ClienteleError } from '#engine'
import { recordAccess } from '../access/audit.ts'
import { readKey } from '../access/keys.ts'
import { usePasswordLink, userOfLink } from '../access/links.ts'
import { operator } from '../access/operator.ts'
import { hasPassword, setPassword } from '../access/passwords.ts'
import { openProvider, type Provider } from '../access/provider.ts'
import { withSecret } from '../access/provider-secret.ts'
import { kindsOf } from '../access/reader.ts'
import { sessionReader } from '../access/sessions.ts'
import { isSignIn } from '../access/sign-in.ts'
import { formTokenOf as formTokenOfSession } from '../access/tokens.ts'
import { escapeHtml } from '../html.ts'
import type { Settings } from '../settings.ts'
import { accessPage, alert, show } from './access-page.ts'
import { auditPage } from './audit-page.ts'
import { type Admitted, type Door, formField, formTokenOf, keyDoor, keyIn, readerOf, refuse } from './door.ts'
import { type Entrance, entry, openEntrance, sessionToken } from './entrance.ts'
import { placeIn, textIn } from './place.ts'
import { providerPages } from './provider-pages.ts'

/** Lets in who has signed in, programs with a key, and the installation's own commands, which send `operatorKey`. */
export function signInDoor(pool: Pool, settings: Settings, operatorKey: string): Door {
  const read = sessionReader(pool)
  const ownCommands = keyDoor(operatorKey, operator)
  return {
    admit: async (request) => {
      const key = keyIn(request)
      if (key === undefined) return admitPerson(request, read, settings)
      return (await ownCommands.admit(request)) ?? admitProgram(key, pool)
    },
    async pages(server) {
      const entrance = openEntrance(pool, settings)
      const provider = settings.provider && openProvider(await withSecret(settings.provider, settings))
      await signInPages(server, pool, settings, entrance, provider)
      if (provider) await providerPages(server, pool, settings, provider, entrance)
      await auditPage(server, pool, settings.basePath)
    },
  }
}

async function admitProgram(key: string, pool: Pool): Promise<Admitted | undefined> {
  const holder = await readKey(pool, key)
  return (
    holder && { reader: holder.reader, onlyReads: !holder.mayDecide, perMinute: holder.requestsPerMinute }
  )
}

/** The most requests of a person in a minute. A page of the reports asks for up to a hundred files. */
const ofPerson = 3000

async function admitPerson(
  request: FastifyRequest,
  read: ReturnType<typeof sessionReader>,
  settings: Settings,
): Promise<Admitted | undefined> {
  const token = sessionToken(request, settings)
  if (token === undefined) return undefined
  const reader = await read(token)
  return reader && { reader, formToken: formTokenOfSession(token), perMinute: ofPerson }
}

async function signInPages(
  server: FastifyInstance,
  pool: Pool,
  settings: Settings,
  { enter, leave }: Entrance,
  provider: Provider | undefined,
): Promise<void> {
  const { basePath } = settings
  const styles = await readFile(join(import.meta.dirname, 'access.css'))
  const open = { config: { isOpen: true } }
  // a password costs a tenth of a second to check
  const limited = { config: { rateLimit: { max: 30, timeWindow: '1 minute' } } }
  /** Programs have neither passwords nor sessions. */
  const onlyPeople = async (request: FastifyRequest, reply: FastifyReply) => {
    if (readerOf(request).kind === 'program') return refuse(reply, 'only-people')
  }
  const openLimited = { config: { ...open.config, ...limited.config } }

  server.get('/access.css', open, (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=3600').send(styles),
  )

  server.get('/sign-in', open, (request, reply) => {
    const to = placeIn(request.query, 'to')
    if (request.admitted?.formToken) return reply.redirect(basePath + to, 303)
    return show(reply, 200, signInForm(to))
  })

  server.post('/sign-in', openLimited, async (request, reply) => {
    const [name, password, to] = [
      field(request, 'name'),
      field(request, 'password'),
      placeIn(request.body, 'to'),
    ]
    if (!(await isSignIn(pool, name, password, request.ip)))
      return show(reply, 401, signInForm(to, refused, name))
    await enter(request, reply, name)
    return reply.redirect(basePath + to, 303)
  })

  server.get('/sign-out', { preHandler: onlyPeople }, (request, reply) =>
    show(
      reply,
      200,
      accessPage(
        basePath,
        'Sign out',
        `<p>You are signed in as <b>${escapeHtml(readerOf(request).name)}</b>.</p>
        <form method="post" action="${basePath}/sign-out">${hidden(formField, formTokenOf(request))}
        <button>Sign out</button></form>`,
      ),
    ),
  )

  server.post('/sign-out', { preHandler: onlyPeople }, async (request, reply) => {
    await recordAccess(pool, [entry(request, readerOf(request), 'sign-out')])
    await leave(request, reply)
    return reply.header('clear-site-data', '"cache", "storage"').redirect(`${basePath}/sign-in`, 303)
  })

  server.get('/account', { preHandler: onlyPeople }, async (request, reply) =>
    show(reply, 200, account(request, (await hasPassword(pool, readerOf(request).name)) ? '' : undefined)),
  )

  server.post('/account', { ...limited, preHandler: onlyPeople }, async (request, reply) => {
    const reader = readerOf(request)
    if (!(await isSignIn(pool, reader.name, field(request, 'old'), request.ip)))
      return show(
        reply,
        401,
        account(request, 'The current password is not right, or there were too many attempts.'),
      )
    const problem = await choose(request, (password) => setPassword(pool, reader.name, password))
    if (problem !== undefined) return show(reply, 400, account(request, problem))
    await recordAccess(pool, [entry(request, reader, 'password')])
    await enter(request, reply, reader.name)
    return reply.redirect(`${basePath}/account?changed`, 303)
  })

  server.get('/welcome', open, async (request, reply) => {
    const link = textIn(request.query, 'link')
    const name = await userOfLink(pool, link)
    return name === undefined ? show(reply, 410, usedLink) : show(reply, 200, welcome(link, name))
  })

  server.post('/welcome', openLimited, async (request, reply) => {
    const link = field(request, 'link')
    const name = await userOfLink(pool, link)
    if (name === undefined) return show(reply, 410, usedLink)
    const problem = await choose(request, async (password) => {
      await usePasswordLink(pool, link, password)
    })
    if (problem !== undefined) return show(reply, 400, welcome(link, name, problem))
    await enter(request, reply, name)
    return reply.redirect(`${basePath}/`, 303)
  })

  function signInForm(to: string, problem = '', name = ''): string {
    return accessPage(
      basePath,
      'Sign in',
      `${alert(problem)}
      <form method="post" action="${basePath}/sign-in">
        ${hidden('to', to)}
        <label>Name <input name="name" value="${escapeHtml(name)}" autocomplete="username" autocapitalize="none"
          required ${name === '' ? 'autofocus' : ''}></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required
          ${name === '' ? '' : 'autofocus'}></label>
        <button>Sign in</button>
      </form>
      ${byProvider(to)}
      <p class="note">No account, or the password is lost? Ask who runs Clientele for a link:
        <code>clientele user link NAME</code>.</p>`,
    )
  }

  function byProvider(to: string): string {
    if (!provider) return ''
    const place = `${basePath}/sign-in/provider?to=${encodeURIComponent(to)}`
    return `<p><a class="button" href="${escapeHtml(place)}">Sign in with ${escapeHtml(provider.title)}</a></p>`
  }

  function welcome(link: string, name: string, problem = ''): string {
    return accessPage(
      basePath,
      'Welcome',
      `<p>Choose a password for <b>${escapeHtml(name)}</b>. The link works once.</p>${alert(problem)}
      <form method="post" action="${basePath}/welcome">${hidden('link', link)}${newPassword(name)}
        <button>Set the password and sign in</button></form>`,
    )
  }

  function account(request: FastifyRequest, problem: string | undefined): string {
    const reader = readerOf(request)
    const kinds = [...kindsOf(reader)].join(', ') || 'none'
    const changed = request.url.endsWith('?changed') ? '<p role="status">The password was changed.</p>' : ''
    return accessPage(
      basePath,
      'Account',
      `${changed}<dl><dt>Name</dt><dd>${escapeHtml(reader.name)}</dd>
        <dt>Groups</dt><dd>${reader.groups.join(', ') || 'none'}</dd>
        <dt>Markets</dt><dd>${escapeHtml(reader.markets?.join(', ') ?? 'all')}</dd>
        <dt>Personal data</dt><dd>${kinds}</dd></dl>
      ${problem === undefined ? '' : passwordForm(request, problem)}
      <p><a href="${basePath}/sign-out">Sign out</a> · <a href="${basePath}/">Reports</a>${
        reader.groups.includes('admin') ? ` · <a href="${basePath}/audit">Who read what</a>` : ''
      }</p>`,
    )
  }

  /** For who has a password here; others have it at the provider. */
  function passwordForm(request: FastifyRequest, problem: string): string {
    return `<h2>Change the password</h2>${alert(problem)}
      <form method="post" action="${basePath}/account">${hidden(formField, formTokenOf(request))}
        <label>Current password <input name="old" type="password" autocomplete="current-password" required></label>
        ${newPassword(readerOf(request).name)}<button>Change the password</button></form>`
  }

  const usedLink = accessPage(
    basePath,
    'This link cannot be used',
    `<p>It was used, is older than a day, or a newer one was made. Ask who runs Clientele for another:
      <code>clientele user link NAME</code>.</p>`,
  )
}

const refused =
  'The name or the password is not right. After five wrong attempts, none is accepted for a quarter of an hour.'

/** Why the password cannot be taken; undefined if it was. */
async function choose(
  request: FastifyRequest,
  take: (password: string) => Promise<void>,
): Promise<string | undefined> {
  const password = field(request, 'password')
  if (password !== field(request, 'again')) return 'The two passwords differ. Write the same twice.'
  try {
    await take(password)
    return undefined
  } catch (error) {
    if (error instanceof ClienteleError && error.code === 'user-invalid') return error.message
    throw error
  }
}

function hidden(name: string, value: string): string {
  return `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`
}

function newPassword(name: string): string {
  return `<input class="hidden" name="user" value="${escapeHtml(name)}" autocomplete="username" readonly tabindex="-1">
    <label>New password, at least 12 characters
      <input name="password" type="password" autocomplete="new-password" minlength="12" required></label>
    <label>Once more <input name="again" type="password" autocomplete="new-password" minlength="12" required></label>`
}

function field(request: FastifyRequest, name: string): string {
  return textIn(request.body, name)
}
