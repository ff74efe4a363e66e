import type { ClientBase } from 'pg'

/** The same connection, with every text of SQL that is sent through it shown to `see`. */
export function watching(client: ClientBase, see: (text: string) => void): ClientBase {
  return new Proxy(client, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property, target)
      if (typeof member !== 'function') return member
      return (...args: readonly unknown[]) => {
        const [first] = args
        if (property === 'query' && typeof first === 'string') see(first)
        if (property === 'query' && isQuery(first)) see(first.text)
        return Reflect.apply(member, target, args)
      }
    },
  })
}

function isQuery(candidate: unknown): candidate is { readonly text: string } {
  return (
    typeof candidate === 'object' &&
    candidate !== null &&
    'text' in candidate &&
    typeof candidate.text === 'string'
  )
}
