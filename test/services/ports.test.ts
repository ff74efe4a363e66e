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
