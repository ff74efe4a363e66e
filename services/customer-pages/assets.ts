import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'

const types = {
  'style.css': 'text/css; charset=utf-8',
  'enhance.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
  'inter.woff2': 'font/woff2',
} as const

const fontFace = `@font-face {
  font-family: Inter;
  font-weight: 100 900;
  font-display: swap;
  src: url("inter.woff2") format("woff2");
}
`

export interface Asset {
  readonly name: string
  readonly type: string
  readonly content: Buffer
}

/** The files that pages need: those next to this file, and the icon and the font of the reports. */
export async function readAssets(root: string): Promise<readonly Asset[]> {
  const here = join(import.meta.dirname, 'assets')
  const places: Readonly<Record<keyof typeof types, string>> = {
    'style.css': join(here, 'style.css'),
    'enhance.js': join(here, 'enhance.js'),
    'icon.svg': join(root, 'reports', 'static', 'icon.svg'),
    'inter.woff2': join(
      root,
      'reports/node_modules/@evidence-dev/tailwind/fonts/Inter-3.19/Inter-roman.var.woff2',
    ),
  }
  const read = async (name: keyof typeof types): Promise<Asset> => ({
    name,
    type: types[name],
    content: await readFile(places[name]),
  })
  const style = await read('style.css')
  const others = [await read('enhance.js'), await read('icon.svg')]
  // without the packages of the reports, pages have the font of the system
  const font = await read('inter.woff2').catch(() => null)
  if (!font) return [style, ...others]
  return [{ ...style, content: Buffer.concat([Buffer.from(fontFace), style.content]) }, ...others, font]
}

export function versionOf(assets: readonly Asset[]): string {
  const hash = createHash('sha256')
  for (const { content } of assets) hash.update(content)
  return hash.digest('hex').slice(0, 10)
}

export function serveAssets(server: FastifyInstance, assets: readonly Asset[]): void {
  for (const { name, type, content } of assets)
    server.get(`/customers/assets/${name}`, (_request, reply) =>
      reply.header('cache-control', 'private, max-age=86400').type(type).send(content),
    )
}
