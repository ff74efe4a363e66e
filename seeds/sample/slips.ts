import type { Random } from './random.ts'

const neighbours: Readonly<Record<string, string>> = {
  a: 'sqz',
  b: 'vgn',
  c: 'xdv',
  d: 'sfe',
  e: 'wrd',
  f: 'dgr',
  g: 'fht',
  h: 'gjy',
  i: 'uok',
  j: 'hku',
  k: 'jli',
  l: 'kop',
  m: 'nj',
  n: 'bmh',
  o: 'ipl',
  p: 'ol',
  q: 'wa',
  r: 'etf',
  s: 'adw',
  t: 'ryg',
  u: 'yij',
  v: 'cbf',
  w: 'qes',
  x: 'zcs',
  y: 'tuh',
  z: 'xa',
}

/** One typing error: a neighbouring key, two letters swapped, or one doubled or left out. */
export function mistyped(random: Random, text: string): string {
  if (text.length < 4) return text
  const at = random.integer(1, text.length - 2)
  const [letter = '', next = ''] = [text[at], text[at + 1]]
  const before = text.slice(0, at)
  switch (random.integer(0, 3)) {
    case 0: {
      const keys = neighbours[letter.toLowerCase()] ?? 'e'
      return before + (keys[random.integer(0, keys.length - 1)] ?? 'e') + text.slice(at + 1)
    }
    case 1:
      return before + next + letter + text.slice(at + 2)
    case 2:
      return before + letter + text.slice(at)
    default:
      return before + text.slice(at + 1)
  }
}

const looksLike = [
  [/m/, 'rn'],
  [/rn/, 'm'],
  [/l/, '1'],
  [/o/, '0'],
  [/i/, 'l'],
  [/e/, 'c'],
  [/cl/, 'd'],
] as const

/** As scanned handwriting is read: the first letter that resembles another is replaced by it. */
export function misread(random: Random, text: string): string {
  const from = random.integer(0, looksLike.length - 1)
  for (let step = 0; step < looksLike.length; step++) {
    const [pattern, instead] = looksLike[(from + step) % looksLike.length] ?? [/$^/, '']
    if (pattern.test(text)) return text.replace(pattern, instead)
  }
  return text
}
