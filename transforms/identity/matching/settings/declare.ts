import { createHash } from 'node:crypto'
import { ClienteleError, hashCode } from '#engine'
import { matchingCode } from '../code.ts'
import { settingsProblems } from './problems.ts'
import { type IdentitySettings, type IdentitySettingsInput, settingsSchema } from './schema.ts'

/**
 * Declares how records are matched.
 *
 * Errors: `identity-settings`, listing every problem.
 */
export function identitySettings(written: IdentitySettingsInput): IdentitySettings {
  const parsed = settingsSchema.safeParse(written)
  const problems = parsed.success
    ? settingsProblems(parsed.data)
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  if (parsed.success && problems.length === 0) return parsed.data
  throw new ClienteleError(
    'identity-settings',
    `The identity settings are invalid. Correct these places:\n${problems.map((p) => `  ${p}`).join('\n')}`,
    { problems },
  )
}

const codeHash = hashCode(matchingCode)

/** Identifies settings and code. State and models that were made with others are not used. */
export function settingsHash(settings: IdentitySettings): string {
  return createHash('sha256').update(codeHash).update(JSON.stringify(settings)).digest('hex').slice(0, 12)
}
