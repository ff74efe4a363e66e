import anyAscii from 'any-ascii'

/** The words of a header in Latin letters without accents, in snake_case: `Situação` is `situacao`. */
export function plainHeader(header: string): string {
  return anyAscii(header)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
}
