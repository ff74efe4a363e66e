import { ClienteleError } from '#engine'

/** No name of a channel has one of these. */
const arrows = ['->', '=>', '→', '»', '>'] as const
/** These divide touchpoints in some files, and are part of names in others. */
const others = ['|', ';', ',', '/', '+', ' - ', ' '] as const

/** A cell is read as one touchpoint. */
export const noSeparator = 'none'

/**
 * What divides the touchpoints of these paths: an arrow if there is one; else the only sign that divides them into parts that
 * occur at several places of paths of several lengths, as channels do and the two halves of `google / cpc` do not.
 *
 * Errors: `paths-unreadable` if it could be several, or none and a space.
 */
export function separatorOf(file: string, paths: readonly string[]): string {
  const found = arrows.filter((arrow) =>
    paths.some((path) => without(path, longerThan(arrow)).includes(arrow)),
  )
  const [arrow, second] = found
  if (arrow !== undefined && second === undefined) return arrow
  if (second !== undefined) throw ambiguous(file, found, paths)
  const used = others.filter((sign) => paths.some((path) => path.trim().includes(sign)))
  const signs = used.filter((sign) => sign !== ' ')
  const dividing = signs.filter((sign) => dividesChannels(paths, sign))
  const [sign] = dividing
  if (sign !== undefined && dividing.length === 1 && signs.length === 1) return sign
  if (signs.length > 0) throw ambiguous(file, signs, paths)
  if (used.length > 0 && dividesChannels(paths, ' ')) throw ambiguous(file, [' '], paths)
  return noSeparator
}

/** The touchpoints of a path, trimmed. */
export function touchesOf(path: string, separator: string): string[] {
  return separator === noSeparator ? [path.trim()] : path.split(separator).map((name) => name.trim())
}

/** `->` holds a `>` that is no sign of its own. */
function longerThan(arrow: string): readonly string[] {
  return arrows.filter((one) => one !== arrow && one.includes(arrow))
}

function without(path: string, signs: readonly string[]): string {
  return signs.reduce((text, sign) => text.replaceAll(sign, ''), path)
}

function dividesChannels(paths: readonly string[], sign: string): boolean {
  const lengths = new Set<number>()
  const firstPlaces = new Map<string, number>()
  let hasMoved = false
  for (const path of paths) {
    const parts = touchesOf(path, sign)
    lengths.add(parts.length)
    for (const [place, part] of parts.entries()) {
      const first = firstPlaces.get(part)
      if (first === undefined) firstPlaces.set(part, place)
      else if (first !== place) hasMoved = true
    }
  }
  return lengths.size > 1 && hasMoved
}

function ambiguous(file: string, signs: readonly string[], paths: readonly string[]): ClienteleError {
  const named = signs.map((sign) => (sign === ' ' ? 'a space' : `"${sign.trim()}"`))
  const [sign = ''] = signs
  const example = paths.find((path) => path.includes(sign)) ?? ''
  return new ClienteleError(
    'paths-unreadable',
    `${file} does not show what divides touchpoints: it could be ${new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(named)}` +
      `, which can also be part of a name, as in "${example.slice(0, 80)}". Nothing was computed. Say which one with ` +
      `--separator, or --separator ${noSeparator} if each row is one touchpoint.`,
    { file, signs: [...signs], example },
  )
}
