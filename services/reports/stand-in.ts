import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { company } from '#settings'
import { escapeHtml } from '../html.ts'
import type { Settings } from '../settings.ts'
import { type Earlier, findEarlier, keepEarlier } from './earlier.ts'
import type { Fault } from './faults.ts'
import type { BrokenPage, Pages } from './pages.ts'

/** Puts the last version of each broken page into new pages, or a page that says what is wrong. */
export async function standIn(
  built: string,
  before: Pages | undefined,
  faults: readonly Fault[],
  { basePath }: Pick<Settings, 'basePath'>,
): Promise<BrokenPage[]> {
  if (faults.length === 0) return []
  const broken: BrokenPage[] = []
  const drawn = (await readdir(built, { recursive: true })).filter((file) => file.endsWith('.html'))
  for (const file of drawn) await change(join(built, file), (html) => withReloads(html, faults, basePath))
  const message = await readFile(join(import.meta.dirname, 'broken.html'), 'utf8')
  for (const { page, reason } of faults) {
    const found = await findEarlier(before, page.path)
    const html = found
      ? withBanner(await keepEarlier(built, found, page.path), found, reason, basePath)
      : message
          .replaceAll('{base}', () => basePath)
          .replace('{file}', () => escapeHtml(page.file))
          .replace('{reason}', () => escapeHtml(reason))
    await mkdir(join(built, page.path), { recursive: true })
    await writeFile(join(built, page.path, 'index.html'), html)
    const earlier = found && { name: found.name, runId: found.runId, builtAt: found.builtAt }
    broken.push({ ...page, reason, earlier })
  }
  return broken
}

async function change(file: string, edit: (html: string) => string): Promise<void> {
  await writeFile(file, edit(await readFile(file, 'utf8')))
}

/** Links to a broken page load it from the server; the scripts of the other pages would draw the fault. */
function withReloads(html: string, faults: readonly Fault[], basePath: string): string {
  const script = `addEventListener('click', ({ target }) => {
  const link = target instanceof Element ? target.closest('a[href]') : null
  const path = link && new URL(link.href, location.href).pathname.replace(/\\/?$/, '/')
  if (${JSON.stringify(faults.map(({ page }) => basePath + page.path))}.includes(path)) link.dataset.sveltekitReload = ''
}, true)`
  return html.replace('<head>', () => `<head>\n<script>${script.replaceAll('<', '\\u003c')}</script>`)
}

function withBanner(
  html: string,
  { name, runId, builtAt }: Earlier,
  reason: string,
  basePath: string,
): string {
  const when = new Intl.DateTimeFormat(company.locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: company.timeZone,
  }).format(new Date(builtAt))
  const [first = ''] = reason.split('\n')
  const text = `This page shows run ${runId}, drawn on ${when}. Its newest drawing failed: ${first}`
  return (
    html
      .replace('<head>', () => `<head>\n<script>${redirect(basePath, name)}</script>${style}`)
      // links load the next page as a whole, because it was built with other scripts
      .replace('<body>', '<body data-sveltekit-reload>')
      .replace(
        /<\/body>(?![\s\S]*<\/body>)/,
        () => `<aside class="clientele-earlier" role="status">${escapeHtml(text)}</aside></body>`,
      )
  )
}

/** What has the same name in all pages, but other content, is asked for where the earlier one is. */
function redirect(basePath: string, name: string): string {
  return `(() => {
  const get = window.fetch.bind(window)
  window.fetch = (what, options) => {
    const url = new URL(what instanceof Request ? what.url : what, location.href)
    const base = ${JSON.stringify(basePath)}
    const path = url.pathname.startsWith(base) ? url.pathname.slice(base.length) : ''
    const isMoved = url.origin === location.origin && /^\\/(api\\/|data\\/manifest\\.json$)/.test(path)
    return isMoved ? get(base + ${JSON.stringify(`/earlier/${name}`)} + path, options) : get(what, options)
  }
})()`
}

const style = `<style>
body { display: flex; flex-direction: column; min-height: 100vh }
.clientele-earlier { margin-top: auto; position: sticky; bottom: 0; z-index: 60; padding: 0.7rem 1.25rem; border-top: 2px solid #b45309; background: #fff4e0; color: #5a3600; font: 500 0.875rem/1.5 Inter, system-ui, sans-serif; text-align: center; overflow-wrap: anywhere }
[data-theme="dark"] .clientele-earlier { border-color: #fbbf24; background: #2b1f0b; color: #fbe3b4 }
</style>`
