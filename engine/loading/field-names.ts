/*
 * Assigning to a property called `__proto__` replaces an object's prototype, and zod leaves the property out. Until
 * records are written, they carry it under another name: with a NUL before it, which no storable name has.
 */

const isProto = /^\0*__proto__$/
/** Names that may be `__proto__` once they are parsed. */
const mayHoldProto = /__proto__|\\u00(?:5f|70|72|6f|74)/i

export function hidden(name: string): string {
  return isProto.test(name) ? `\0${name}` : name
}

export function shown(name: string): string {
  return name.charCodeAt(0) === 0 && isProto.test(name) ? name.slice(1) : name
}

/** Parses JSON, with every `__proto__` hidden. */
export function parseSafely(text: string): unknown {
  const value: unknown = JSON.parse(text)
  return mayHoldProto.test(text) ? withHiddenNames(value) : value
}

function withHiddenNames(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(withHiddenNames)
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [hidden(name), withHiddenNames(inner)]),
  )
}
