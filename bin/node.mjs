import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { InstallError, locked, npmCi } from './install.mjs'

/** Stops with a sentence where not even the installer can be trusted to work. */
export function requireSupportedNode() {
  const [major, minor] = version()
  if (major > 20 || (major === 20 && minor >= 20)) return
  throw new InstallError(
    `Node 20.20 or newer is needed, and this is ${process.version}. See https://nodejs.org`,
  )
}

/** A Node that runs TypeScript as it is: this one, or the one that npm carries. */
export async function findNode(root) {
  const [major, minor] = version()
  if (major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)) return process.execPath
  const carried = carriedNode(root)
  if (carried) return carried
  await locked(root, 'runtime', async () => {
    if (carriedNode(root)) return
    const target = join(root, '.clientele', 'runtime')
    mkdirSync(target, { recursive: true })
    for (const file of ['package.json', 'package-lock.json']) {
      copyFileSync(join(root, 'bin', 'runtime', file), join(target, file))
    }
    await npmCi(target, `Node 24 (this machine has ${process.versions.node})`)
  })
  return carriedNode(root) ?? cannotRun()
}

function version() {
  return process.versions.node.split('.').map(Number)
}

/** npm writes node_modules/.package-lock.json last, so an install that was cut short does not count. */
function carriedNode(root) {
  const target = join(root, '.clientele', 'runtime')
  const modules = join(target, 'node_modules')
  const lock = join(target, 'package-lock.json')
  if (!existsSync(join(modules, '.package-lock.json')) || !existsSync(lock)) return undefined
  const wanted = readFileSync(join(root, 'bin', 'runtime', 'package-lock.json'), 'utf8')
  if (readFileSync(lock, 'utf8') !== wanted) return undefined
  const file = process.platform === 'win32' ? 'node.exe' : 'node'
  for (const name of readdirSync(modules)) {
    const node = join(modules, name, 'bin', file)
    if (existsSync(node) && spawnSync(node, ['--version']).status === 0) return node
  }
  return undefined
}

function cannotRun() {
  throw new InstallError(
    `No carried Node runs on this machine (${process.platform} ${process.arch}). ` +
      'Install Node 22.18 or newer from https://nodejs.org and try again.',
  )
}
