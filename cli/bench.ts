import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { ClienteleError } from '#engine'
import { loadSettings } from '../services/settings.ts'
import { print } from './output.ts'

const measure = z.object({
  what: z.string(),
  value: z.number(),
  unit: z.string(),
  limit: z.number().nullable(),
  aim: z.number().nullable(),
})

/** For developers: whether what is promised of speed and memory still holds on this machine. */
export function register(program: Command): void {
  program
    .command('bench')
    .description('For developers: run bench/ and hold what it measures against what is promised')
    .argument('[names...]', 'only these, such as load; otherwise all')
    .action(async (names: readonly string[]) => {
      const folder = join(loadSettings().root, 'bench')
      const all = (await readdir(folder)).filter((file) => file.endsWith('.ts')).sort()
      const files = names.length === 0 ? all : all.filter((file) => names.includes(file.replace('.ts', '')))
      const missed: string[] = []
      for (const file of files) {
        for (const line of await run(join(folder, file))) {
          const parsed = line.startsWith('{') ? measure.parse(JSON.parse(line)) : null
          if (!parsed) {
            print(`${line}\n`)
            continue
          }
          const { what, value, unit, limit, aim } = parsed
          const aimed = aim === null ? '' : `, the aim being ${aim}`
          const promise = limit === null ? '' : ` (at most ${limit} ${unit}${aimed})`
          print(`${what}: ${value} ${unit}${promise}\n`)
          if (limit !== null && value > limit) missed.push(what)
        }
      }
      if (missed.length === 0) return
      throw new ClienteleError('bench-missed', `More than promised: ${missed.join('; ')}.`, { missed })
    })
}

async function run(file: string): Promise<readonly string[]> {
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  const [code] = await once(child, 'close')
  if (code !== 0)
    throw new ClienteleError('bench-failed', `${file} ended with ${code}; its output stands above.`)
  return output.split('\n').filter((line) => line !== '')
}
