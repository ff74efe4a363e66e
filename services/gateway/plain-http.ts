import type { Settings } from '../settings.ts'

/** The gateway speaks http only, which is enough on the machine itself. */
export function plainHttpWarning({ host }: Pick<Settings, 'host'>): string | undefined {
  if (['localhost', '::1'].includes(host) || host.startsWith('127.')) return undefined
  return (
    `The gateway listens at ${host} without encryption: passwords, cookies and what people read can be read on the way. ` +
    'Let it listen at 127.0.0.1, and put a server that speaks https in front of it (docs/signing-in.md).'
  )
}
