import { secret } from '../secrets.ts'
import type { Settings } from '../settings.ts'
import type { Reader } from './reader.ts'

/** What this installation's own commands read as: they have a key from a file that only its owner reads. */
export const operator: Reader = { kind: 'program', name: 'clientele', groups: ['admin'], markets: null }

export function operatorKey({ stateDir }: Pick<Settings, 'stateDir'>): Promise<string> {
  return secret(stateDir, 'operator-key')
}

/** What a command of this installation sends to the gateway. */
export async function operatorHeaders(settings: Pick<Settings, 'stateDir'>) {
  return { authorization: `Bearer ${await operatorKey(settings)}` }
}
