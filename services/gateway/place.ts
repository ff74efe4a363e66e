/** The text of a field of a form or of an address; empty if it has none. */
export function textIn(values: unknown, name: string): string {
  const value: unknown = typeof values === 'object' && values !== null ? Reflect.get(values, name) : undefined
  return typeof value === 'string' ? value : ''
}

/** A place on this server; anything else leads to the start. */
export function placeIn(values: unknown, name: string): string {
  const here = 'http://here'
  const url = URL.parse(textIn(values, name), here)
  // a path that begins with two slashes, also one that `/..//` comes to, is another host for a browser
  return url?.origin === here && !url.pathname.startsWith('//') ? url.pathname + url.search : '/'
}
