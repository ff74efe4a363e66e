import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { freePort, requireFreePort } from '../../services/ports.ts'
import { loadSettings } from '../../services/settings.ts'

test('a port in use is an error that names the port and its variable', async () => {
  const port = await freePort()
  const settings = loadSettings({ CLIENTELE_PORT: `${port}` })
  await requireFreePort(settings, 'gateway')
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  await expect(requireFreePort(settings, 'gateway')).rejects.toMatchObject({
    code: 'port-taken',
    message: expect.stringMatching(new RegExp(`port ${port}.*CLIENTELE_PORT`)),
    fields: { port, variable: 'CLIENTELE_PORT' },
  })
  server.close()
})

test('a port in use at the other address of localhost is an error, because clients may reach either', async () => {
  const port = await freePort()
  const settings = loadSettings({
    CLIENTELE_PORT: `${port}`,
    CLIENTELE_CUBE_PORT: `${port + 1}`,
    CLIENTELE_HOST: 'localhost',
  })
  for (const host of ['::1', '127.0.0.1', '0.0.0.0', '::']) {
    const server = createServer()
    const listening = await new Promise<boolean>((resolve) => {
      // this machine may have no IPv6
      server.once('error', () => resolve(false))
      server.listen(port, host, () => resolve(true))
    })
    if (!listening) continue
    for (const own of ['localhost', '127.0.0.1', '0.0.0.0'])
      await expect(requireFreePort({ ...settings, host: own }, 'gateway')).rejects.toMatchObject({
        code: 'port-taken',
      })
    await new Promise((resolve) => server.close(resolve))
    await requireFreePort(settings, 'gateway')
  }
})

test.each(['10.255.255.1', 'no-such-host.invalid'])(
  '%s, at which this machine cannot listen, is an error',
  async (host) => {
    const settings = loadSettings({ CLIENTELE_HOST: host, CLIENTELE_PORT: `${await freePort()}` })
    await expect(requireFreePort(settings, 'gateway')).rejects.toMatchObject({
      code: 'setting-invalid',
      message: expect.stringMatching(/^CLIENTELE_HOST is .*which is no address of this machine/),
    })
  },
)
