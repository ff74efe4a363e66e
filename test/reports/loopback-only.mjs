// Preloaded into processes that may connect only to this machine. Other attempts are refused and logged.
import { appendFileSync } from 'node:fs'
import { Socket } from 'node:net'

const connect = Socket.prototype.connect

Socket.prototype.connect = function (...args) {
  const first = Array.isArray(args[0]) ? args[0][0] : args[0]
  const options = typeof first === 'object' ? first : { port: first, host: args[1] }
  const host = typeof options.host === 'string' ? options.host : 'localhost'
  if (options.path || /^(localhost|127\.[\d.]+|::1)$/.test(host)) return connect.apply(this, args)
  appendFileSync(
    process.env.FOREIGN_CONNECTIONS,
    `${host}:${options.port} from ${process.argv.slice(1).join(' ')}\n`,
  )
  throw new Error(`This process may not connect to ${host}`)
}
