import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { secret } from '../../services/secrets.ts'

let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'clientele-secrets-'))
})
afterAll(() => rm(home, { recursive: true }))

test('a secret is created once, and only its owner can read it', async () => {
  const values = await Promise.all(Array.from({ length: 20 }, () => secret(home, 'cube-jwt-secret')))
  expect(new Set(values).size).toBe(1)
  expect(values[0]).toMatch(/^[\w-]{43}$/)
  expect((await stat(join(home, 'secrets', 'cube-jwt-secret'))).mode & 0o777).toBe(0o600)
  expect((await stat(join(home, 'secrets'))).mode & 0o777).toBe(0o700)
})

test('secrets differ by name', async () => {
  expect(await secret(home, 'postgres-password')).not.toBe(await secret(home, 'cube-jwt-secret'))
})
