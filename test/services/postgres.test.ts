import { spawnSync } from 'node:child_process'
import { access, chmod, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../../services/ports.ts'
import { postgresBinaries, serverUser } from '../../services/postgres/binaries.ts'
import { createData } from '../../services/postgres/data-folder.ts'
import {
  findPostgres,
  type PostgresOptions,
  type RunningPostgres,
  startPostgres,
} from '../../services/postgres/server.ts'
import { loadSettings } from '../../services/settings.ts'
import { supervisePostgres } from '../../services/up/services.ts'

let options: PostgresOptions
const folders: string[] = []

beforeAll(async () => {
  // mode 0700: if root runs this test, the server's own user cannot enter
  const home = await mkdtemp(join(tmpdir(), 'clientele-postgres-'))
  folders.push(home)
  options = {
    home,
    port: await freePort(),
    password: 'only for this test',
    tuning: { shared_buffers: '16MB' },
  }
})
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

async function ask(url: string, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows[0]
  } finally {
    await client.end()
  }
}

test('who asks often connects by a socket, also after the server was killed', async () => {
  const viaSocket = (server: RunningPostgres) =>
    ask(server.socketUrl('postgres'), 'select inet_server_addr() is null as near')
  const first = await startPostgres(options)
  folders.push(dirname(first.data))
  expect(await viaSocket(first)).toEqual({ near: process.platform !== 'win32' })
  const pid = Number((await readFile(join(first.data, 'postmaster.pid'), 'utf8')).split('\n')[0])
  process.kill(pid, 'SIGKILL')
  await first.ended
  // the number of the process belongs to another program now
  await writeFile(join(first.data, `.s.PGSQL.${first.port}.lock`), `${process.pid}\n`)
  const again = await startPostgres(options)
  expect(await viaSocket(again)).toEqual({ near: process.platform !== 'win32' })
  await again.release()
})

test('data outlives the server, which processes share and the last one stops', async () => {
  const first = await startPostgres(options)
  folders.push(dirname(first.data))
  await ask(first.url('postgres'), 'create table saved as select 42 as answer')
  const second = await startPostgres(options)
  expect([first.started, second.started]).toEqual([true, false])
  expect(await first.release()).toBe('kept')
  expect(await ask(second.url('postgres'), 'select answer from saved')).toEqual({ answer: 42 })
  expect(await second.release()).toBe('stopped')
  expect(await findPostgres(options)).toBeUndefined()
})

test('the server starts although another program has the process id of a killed server', async () => {
  const data = folders[1] ? join(folders[1], 'data') : ''
  await writeFile(
    join(data, 'postmaster.pid'),
    `${process.pid}\n${data}\n1\n${options.port}\n\n127.0.0.1\n1\nready\n`,
  )
  const server = await startPostgres(options)
  expect(await ask(server.url('postgres'), 'select answer from saved')).toEqual({ answer: 42 })
  await server.release()
})

test('after the server is killed during a statement, the next one ends the statement and starts on the same data', async () => {
  const killed = await startPostgres(options)
  const client = new pg.Client({ connectionString: killed.url('postgres') })
  client.on('error', () => {})
  await client.connect()
  await ask(killed.url('postgres'), `insert into saved values (43)`)
  const endless = client.query('do $$ begin loop end loop; end $$').catch(() => 'ended')
  const working = `select count(*)::int as n from pg_stat_activity where state = 'active' and query ~ '^do'`
  await expect.poll(() => ask(killed.url('postgres'), working)).toEqual({ n: 1 })
  process.kill(
    Number((await readFile(join(killed.data, 'postmaster.pid'), 'utf8')).split('\n')[0]),
    'SIGKILL',
  )
  expect(await killed.ended).toMatch(/stopped, or was killed/)
  await expect(access(join(killed.data, 'postmaster.pid'))).resolves.toBeUndefined()

  // two at once: one starts the server, the other one uses it
  const both = await Promise.all([startPostgres(options), startPostgres(options)])
  expect(both.map(({ started }) => started).sort()).toEqual([false, true])
  expect(both.map(({ orphans }) => orphans).sort()).toEqual([0, process.platform === 'linux' ? 1 : 0])
  expect(await endless).toBe('ended')
  expect(await ask(both[0].url('postgres'), 'select count(*)::int as n from saved')).toEqual({ n: 2 })
  expect(await killed.release()).toBe('kept')
  for (const server of both) await server.release()
})

test('a process that takes the port while the server starts is named, not what the log says', async () => {
  const other = createServer()
  const beforeStart = async () => {
    if (other.listening) throw new Error('the port is taken')
    await new Promise<void>((resolve) => other.listen(options.port, '127.0.0.1', resolve))
  }
  await expect(startPostgres({ ...options, beforeStart })).rejects.toThrow('the port is taken')
  other.close()
})

test("one's own Postgres is noticed when it is away, and used again when it is back", async () => {
  const server = await startPostgres(options)
  const told: string[] = []
  const settings = loadSettings({ DATABASE_URL: server.url('postgres') })
  const own = await supervisePostgres(settings, (text) => told.push(text))
  expect(own.place).not.toContain('only')
  await server.release()
  await expect.poll(() => own.state(), { timeout: 20_000 }).toMatchObject({ up: false, restarts: 0 })
  const again = await startPostgres(options)
  await own.whenUp()
  expect(own.state()).toEqual({ up: true, restarts: 1, problem: null })
  expect(told[0]).toMatch(/^The Postgres of DATABASE_URL is away .*Next try in 1 s\.$/)
  expect(told.at(-1)).toMatch(/^The Postgres of DATABASE_URL works again/)
  await own.stop()
  await again.release()
})

test('a wrong password is an error', async () => {
  await expect(startPostgres({ ...options, password: 'wrong' })).rejects.toMatchObject({
    code: 'postgres-password',
  })
  // the server keeps running for processes with the right password
  const server = await startPostgres(options)
  expect(server.started).toBe(false)
  await server.release()
})

test('the password is neither on the command line nor in the log', async () => {
  const server = await startPostgres(options)
  const [pid] = (await readFile(join(server.data, 'postmaster.pid'), 'utf8')).split('\n')
  if (process.platform === 'linux') {
    expect(await readFile(`/proc/${pid}/cmdline`, 'utf8')).not.toContain(options.password)
  }
  await server.release()
  expect(await readFile(join(options.home, 'logs', 'postgres.log'), 'utf8')).not.toContain(options.password)
})

test('a checkout and a home may have any name, although initdb calls a shell with it', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'clientele-postgres-'))
  folders.push(parent)
  await chmod(parent, 0o755)
  const odd = join(parent, `it's "odd" $HOME \`id\` ünï #1 %41?`)
  const user = serverUser()
  const installed = await postgresBinaries(user)
  await cp(dirname(dirname(installed.initdb)), join(odd, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  })
  const binaries = { ...installed, initdb: join(odd, 'native', 'bin', 'initdb') }
  expect(await createData(odd, binaries, user, 'only for this test')).toBe(join(odd, 'postgres', 'data'))
  await access(join(odd, 'postgres', 'data', 'PG_VERSION'))
})

test('a data folder that finds no room on its disk is an error that says so, and leaves nothing behind', async ({
  skip,
}) => {
  const disk = await mkdtemp(join(tmpdir(), 'clientele-disk-'))
  folders.push(disk)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=5m,mode=755', 'tmpfs', disk])
  skip(mounted.status !== 0, 'this user may not mount a small disk')
  try {
    await expect(startPostgres({ ...options, home: disk })).rejects.toMatchObject({ code: 'disk-full' })
    expect((await readdir(disk)).filter((name) => name.startsWith('postgres.new'))).toEqual([])
  } finally {
    spawnSync('umount', [disk])
  }
})
