import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Settings } from '../settings.ts'

/** What svelte.config.js and the datasource note in a preview, one JSON object a line. */
const note = z.union([
  z.object({ file: z.string(), reason: z.string() }),
  z.object({ query: z.string(), reason: z.string() }),
])

/** Returns the faults that were noted since it was called last, each as `file:line reason`. */
export function previewFaults(settings: Settings, notes: string): () => Promise<string[]> {
  let read = 0
  return async () => {
    const text = await readFile(notes, 'utf8').catch(() => '')
    const fresh = text.slice(read, text.lastIndexOf('\n') + 1)
    read += fresh.length
    const lines = [...new Set(fresh.split('\n').filter((line) => line !== ''))]
    return Promise.all(lines.map((line) => describe(settings, note.parse(JSON.parse(line)))))
  }
}

async function describe(settings: Settings, fault: z.infer<typeof note>): Promise<string> {
  const file = 'query' in fault ? queryFile(fault.query) : pageFile(fault.file)
  const text = await readFile(join(settings.root, file), 'utf8').catch(() => '')
  return `${file}:${lineOf(fault.reason, text)} ${fault.reason}`
}

/** `cube.orders` is in `reports/sources/cube/orders.yaml`, and `company.visits` in `company/pages/visits.yaml`. */
function queryFile(query: string): string {
  const [source = '', name = ''] = query.split('.')
  return source === 'company' ? `company/pages/${name}.yaml` : `reports/sources/${source}/${name}.yaml`
}

/** The file of the checkout that a file of Evidence's template was copied from. */
function pageFile(file: string): string {
  const inside = file.replace(/^.*\/template\/src\//, '')
  if (!inside.startsWith('pages/')) return `reports/${inside}`
  const page = inside.replace(/^pages\/\+page\.md$/, 'pages/index.md').replace(/\/\+page\.md$/, '.md')
  return page.startsWith('pages/company/')
    ? page.replace('pages/company/', 'company/pages/')
    : `reports/${page}`
}

/**
 * The line of a file that a reason is about: that of the marked line in the excerpt that a compiler shows, or else the
 * first line with a name that the reason quotes. Evidence changes a page before it compiles it, so numbers do not fit.
 */
function lineOf(reason: string, text: string): number {
  const excerpt = reason.split('\n')
  const marked = excerpt[excerpt.findIndex((line) => /^\s*\^\s*$/.test(line)) - 1]?.trim()
  const quoted = [...reason.matchAll(/["'`]([\w.]+)["'`]|\b(\w+\.\w+)\b/g)].map(([, a, b]) => a ?? b ?? '')
  const lines = text.split('\n')
  for (const part of [marked, ...quoted]) {
    const at = part ? lines.findIndex((line) => line.includes(part)) : -1
    if (at >= 0) return at + 1
  }
  return 1
}
