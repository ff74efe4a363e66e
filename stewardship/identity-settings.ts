import type { IdentitySettings } from '../transforms/identity/matching/settings/declare.ts'

/** Read only when it is wanted: a mistake in the settings must not keep other commands from running. */
export async function identityInUse(): Promise<IdentitySettings> {
  const { settings } = await import('../transforms/identity/settings.ts')
  return settings
}
