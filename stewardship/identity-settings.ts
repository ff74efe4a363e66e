import type { IdentitySettings } from '../transforms/identity/matching/settings/declare.ts'

/** Loads the identity settings on demand, so that a mistake in them does not break commands that do not use them. */
export async function identityInUse(): Promise<IdentitySettings> {
  const { settings } = await import('../transforms/identity/settings.ts')
  return settings
}
