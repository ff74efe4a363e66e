import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadSettings } from '../../services/settings.ts'

test('without environment variables, services listen on loopback at the documented ports', () => {
  const settings = loadSettings({})
  expect(settings.ports).toEqual({ gateway: 3000, cube: 4000, cubeSql: 15432, postgres: 5433, preview: 3001 })
  expect(settings.host).toBe('127.0.0.1')
  expect(settings.databaseUrl).toBeUndefined()
  expect(settings.cubeSql).toBe(false)
  expect(settings.stateDir).toBe(`${settings.root}/.clientele`)
})

test('a port is a number from 1 to 65535, or an error that names the variable', () => {
  fc.assert(
    fc.property(fc.oneof(fc.integer().map(String), fc.string({ minLength: 1 })), (text) => {
      const isPort = /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 65535
      const load = () => loadSettings({ CLIENTELE_CUBE_PORT: text }).ports.cube
      const taken = [3000, 15432, 5433].includes(Number(text))
      if (isPort && !taken) expect(load()).toBe(Number(text))
      else expect(load).toThrow(expect.objectContaining({ code: 'setting-invalid' }))
    }),
  )
})

test("the port of Cube's SQL API is opened only if somebody says so", () => {
  expect(loadSettings({ CLIENTELE_CUBE_SQL: 'on' }).cubeSql).toBe(true)
  for (const text of ['off', '']) expect(loadSettings({ CLIENTELE_CUBE_SQL: text }).cubeSql).toBe(false)
  for (const text of ['true', '15432', 'ON '])
    expect(() => loadSettings({ CLIENTELE_CUBE_SQL: text })).toThrow(
      `CLIENTELE_CUBE_SQL must be "on" or "off", but is "${text}"`,
    )
})

test('two services never share a port', () => {
  expect(() => loadSettings({ CLIENTELE_PORT: '4000' })).toThrow(
    /CLIENTELE_CUBE_PORT is 4000, which CLIENTELE_PORT has/,
  )
})

test('an invalid database URL is refused, and the message does not show it', () => {
  const wrong = 'mysql://me:hunter2@localhost/shop'
  expect(() => loadSettings({ DATABASE_URL: wrong })).toThrow(/DATABASE_URL must look like/)
  expect(() => loadSettings({ DATABASE_URL: wrong })).not.toThrow(/hunter2/)
  expect(loadSettings({ DATABASE_URL: 'postgres://u@h/d' }).databaseUrl).toBe('postgres://u@h/d')
})

test('further host names are read without regard to case, and anything but a name is refused', () => {
  expect(loadSettings({ CLIENTELE_HOSTS: 'a.example, B.example' }).hosts).toEqual(['a.example', 'b.example'])
  expect(loadSettings({ CLIENTELE_HOSTS: '' }).hosts).toEqual([])
  for (const wrong of ['https://a.example', 'a.example:80', '*', '*.example', 'a b'])
    expect(() => loadSettings({ CLIENTELE_HOSTS: wrong })).toThrow(/CLIENTELE_HOSTS must be host names/)
})
