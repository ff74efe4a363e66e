import { isIP } from 'node:net'
import type { Settings } from '../settings.ts'

/**
 * Whether a request names a host that this server serves. A page of another site can make its name resolve to this
 * machine (DNS rebinding) and would then read the reports with the reader's browser; its requests carry its own name.
 *
 * `arrivedAt` is the address that the connection was made to. It counts if the gateway listens on every address.
 */
export function isServedHost(
  header: string | undefined,
  { host, hosts }: Pick<Settings, 'host' | 'hosts'>,
  arrivedAt: string | undefined,
): boolean {
  const name = nameIn(header)
  if (name === undefined) return false
  if (['localhost', '127.0.0.1', '::1', host.toLowerCase(), ...hosts].includes(name)) return !isEvery(name)
  return isEvery(host) && isIP(name) !== 0 && name === arrivedAt?.replace(/^::ffff:/, '')
}

function isEvery(host: string): boolean {
  return host === '0.0.0.0' || host === '::'
}

/** The name in a Host header, without port, brackets and final dot. */
function nameIn(header: string | undefined): string | undefined {
  const match = /^(?:\[([\da-f:.]+)\]|([^\s:[\]/@]+))(?::\d*)?$/i.exec(header ?? '')
  return (match?.[1] ?? match?.[2])?.toLowerCase().replace(/\.$/, '')
}
