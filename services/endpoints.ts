import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { isAlive } from '../bin/lock.mjs'
import type { Settings } from './settings.ts'

const endpoints = z.object({
  gateway: z.string(),
  cube: z.string(),
  cubeSql: z.string().nullable(),
  /** Without its password, which is in .clientele/secrets. */
  postgres: z.string(),
  cubeMode: z.enum(['full', 'portable']),
  pid: z.number(),
  startedAt: z.string(),
})

/** Where the running services are; `.clientele/endpoints.json` tells it to other programs. */
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

/** Of services that are up: a file left by a process that was killed does not count. */
export async function readEndpoints(settings: Settings): Promise<Endpoints | undefined> {
  const text = await readFile(fileOf(settings), 'utf8').catch(() => undefined)
  const known = text === undefined ? undefined : endpoints.safeParse(parse(text)).data
  return known && isAlive(known.pid) && (await answers(known.gateway)) ? known : undefined
}

async function answers(gateway: string): Promise<boolean> {
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

/** A database URL as it may be shown: the password is left out. */
export function withoutPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl)
  url.password = ''
  url.searchParams.delete('password')
  return url.href
}
