#!/usr/bin/env node
// Plain JavaScript without dependencies, because it runs before anything is installed, on Node 20.20 or newer.
import { spawn } from 'node:child_process'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { InstallError, installReports, installRoot } from './install.mjs'
import { findNode, memoryFlags, requireSupportedNode } from './node.mjs'
import { printable } from './printable.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const args = process.argv.slice(2)
const needsReports = ['up', 'verify'].includes(args[0])

try {
  requireSupportedNode()
  const [node] = await Promise.all([
    findNode(root),
    installRoot(root),
    needsReports ? installReports(root) : undefined,
  ])
  handOver(node)
} catch (error) {
  fail(error)
}

function fail(error) {
  if (!(error instanceof InstallError) && !/^E[A-Z]+$/.test(error.code)) throw error
  const text =
    error instanceof InstallError
      ? error.message
      : `Clientele could not be installed or started: ${error.message}. Make room, or correct that path, its owner or ` +
        'its permissions, then start again; finished installs are kept.'
  process.stderr.write(printable(`\nclientele: ${text}\n`))
  process.exitCode = 1
}

function handOver(node) {
  const main = join(root, 'cli', 'main.ts')
  const flags = ['--disable-warning=ExperimentalWarning', ...memoryFlags]
  const child = spawn(node, [...flags, main, ...args], {
    // the IPC channel closes when this process ends in any way, which tells the child to stop
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', fail)
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}
