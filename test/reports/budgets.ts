import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { expect, test } from 'vitest'
import { currentPages } from '../../services/reports/pages.ts'
import type { Site } from './site.ts'

const MEGABYTE = 1_000_000

/** What readers have to load. */
export function smallPages(site: () => Site, browser: () => Browser): void {
  test('the data of all pages are less than 5 MB', async () => {
    const data = join((await currentPages(site().settings))?.folder ?? '', 'data')
    const files = (await readdir(data, { recursive: true, withFileTypes: true })).filter(
      (entry) => entry.isFile() && entry.name.endsWith('.parquet'),
    )
    expect(files.length).toBeGreaterThan(20)
    const sizes = await Promise.all(
      files.map(async (file) => (await stat(join(file.parentPath, file.name))).size),
    )
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(5 * MEGABYTE)
  })

  test('the first visit loads less than 3 MB', async () => {
    const context = await browser().newContext()
    const page = await context.newPage()
    const sizes: Promise<number>[] = []
    page.on('requestfinished', (request) => {
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
    })
    await page.goto(`${site().url}/`, { waitUntil: 'networkidle' })
    const loaded = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    await context.close()
    expect(loaded).toBeGreaterThan(0)
    expect(loaded).toBeLessThan(3 * MEGABYTE)
  })
}
