import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { InstallError, locked, npmCi } from './install.mjs'

/**
 * New objects get a fixed size of memory, and old ones are collected when they grew by two fifths. Otherwise loads and builds
 * use 200 MB more memory, and are no faster.
 */
export const memoryFlags = ['--max-semi-space-size=8', '--heap-growing-percent=40']

/** Fails on a Node that is too old even for the installer. */
export function requireSupportedNode() {
  const [major, minor] = version()
  if (major > 20 || (major === 20 && minor >= 20)) return
  throw new InstallError(
    `Clientele needs Node 20.20 or newer, and this is ${process.version}. Install a newer one from https://nodejs.org`,
  )
}

/** A Node that runs TypeScript files: this one, or one that is installed from npm. */
export async function findNode(root) {
  const [major, minor] = version()
  if (major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)) return process.execPath
  const installed = installedNode(root)
  if (installed) return installed
  await locked(root, 'runtime', async () => {
    if (installedNode(root)) return
    const target = join(root, '.clientele', 'runtime')
    mkdirSync(target, { recursive: true })
    for (const file of ['package.json', 'package-lock.json']) {
      copyFileSync(join(root, 'bin', 'runtime', file), join(target, file))
    }
    await npmCi(target, `Node 24 (this machine has ${process.versions.node})`)
  })
  return installedNode(root) ?? cannotRun()
}

function version() {
  return process.versions.node.split('.').map(Number)
}

/** npm writes node_modules/.package-lock.json last, so an interrupted install does not count. */
function installedNode(root) {
  const folder = join(root, '.clientele', 'runtime')
  const modules = join(folder, 'node_modules')
  const lock = join(folder, 'package-lock.json')
  if (!existsSync(join(modules, '.package-lock.json')) || !existsSync(lock)) return undefined
  const target = readFileSync(join(root, 'bin', 'runtime', 'package-lock.json'), 'utf8')
  if (readFileSync(lock, 'utf8') !== target) return undefined
  const file = process.platform === 'win32' ? 'node.exe' : 'node'
  for (const name of readdirSync(modules)) {
    const node = join(modules, name, 'bin', file)
    if (existsSync(node) && spawnSync(node, ['--version']).status === 0) return node
  }
  return undefined
}

function cannotRun() {
  throw new InstallError(
    `The Node that was installed from npm does not run on this machine (${process.platform} ${process.arch}). ` +
      'Install Node 22.18 or newer from https://nodejs.org and try again.',
  )
}
