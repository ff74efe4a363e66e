/** Between the parts of a natural key of several fields. */
export const keySeparator = '\u001f'

/**
 * The natural key of a record as one text, different for different keys. Parts that contain the separator would make
 * other keys look the same, so their lengths follow them: such a key has more separators than one without.
 */
export function keyOf(parts: readonly string[]): string {
  const joined = parts.join(keySeparator)
  if (parts.length === 1 || !parts.some((part) => part.includes(keySeparator))) return joined
  return [joined, ...parts.map((part) => [...part].length)].join(keySeparator)
}
