import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProviderSettings } from '../provider-settings.ts'
import type { Settings } from '../settings.ts'

/** The settings with the secret of the client, from its file if the environment has none. */
export async function withSecret(
  provider: ProviderSettings,
  { stateDir }: Pick<Settings, 'stateDir'>,
): Promise<ProviderSettings> {
  if (provider.clientSecret !== undefined) return provider
  const file = join(stateDir, 'secrets', 'oidc-client-secret')
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return { ...provider, clientSecret: text.trim() || undefined }
}
