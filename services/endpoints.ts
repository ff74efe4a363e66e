import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { isAlive } from '../bin/lock.mjs'
import type { Settings } from './settings.ts'

const endpoints = z.object({
  gateway: z.string(),
  cube: z.string(),
  cubeSql: z.string().nullable(),
  /** Without the password, which is in .clientele/secrets. */
  postgres: z.string(),
  cubeMode: z.enum(['full', 'portable']),
  pid: z.number(),
  startedAt: z.string(),
})

/** The addresses of the running services, in `.clientele/endpoints.json` for other programs. */
export type Endpoints = z.infer<typeof endpoints>

export async function writeEndpoints(settings: Settings, value: Endpoints): Promise<void> {
  await mkdir(settings.stateDir, { recursive: true })
  const draft = `${fileOf(settings)}.${process.pid}`
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`)
  await rename(draft, fileOf(settings))
}

export function removeEndpoints(settings: Settings): Promise<void> {
  return rm(fileOf(settings), { force: true })
}

/** The addresses of running services. A file left by a killed process is ignored. */
export async function readEndpoints(settings: Settings): Promise<Endpoints | undefined> {
  const text = await readFile(fileOf(settings), 'utf8').catch(() => undefined)
  const known = text === undefined ? undefined : endpoints.safeParse(parse(text)).data
  return known && isAlive(known.pid) && (await isLive(known.gateway)) ? known : undefined
}

async function isLive(gateway: string): Promise<boolean> {
  const response = await fetch(`${gateway}/livez`, { signal: AbortSignal.timeout(3000) }).catch(
    () => undefined,
  )
  return response?.ok ?? false
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function fileOf(settings: Settings): string {
  return join(settings.stateDir, 'endpoints.json')
}

/** A database URL that can be shown or logged. */
export function withoutPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl)
  url.password = ''
  url.searchParams.delete('password')
  return url.href
}
