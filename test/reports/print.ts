import { PDFDocument } from '@cantoo/pdf-lib'
import type { Browser } from 'playwright-core'
import { expect, test } from 'vitest'
import { company } from '#settings'
import { writeDigest } from '../../services/print/digest.ts'
import { printPages } from '../../services/print/pdf.ts'
import { visit } from './browser.ts'
import type { Site } from './site.ts'

const market = new Intl.DisplayNames('en', { type: 'region' }).of(company.markets[0] ?? '') ?? ''

/** The reports on paper and by mail, held to the pages of the site. */
export function printedPages(site: () => Site, browser: () => Browser): void {
  test('a PDF has every page of the menu, each on sheets of its own', async () => {
    const { page, leave } = await visit(browser(), site().url, '/', 'light')
    const menu = await page.locator('aside a[href]').allInnerTexts()
    await leave()
    const { pdf, pages, sheetCount } = await printPages(site().settings, { paths: [], filters: {} })
    expect(pages).toEqual(menu)
    const document = await PDFDocument.load(pdf)
    expect(document.getPageCount()).toBe(sheetCount)
    expect(sheetCount).toBeGreaterThanOrEqual(menu.length)
    expect(document.getTitle()).toBe(`Reports of ${company.name}`)
  })

  test('a digest says what its pages say, with their filters, and needs nothing from elsewhere', async () => {
    const filters = { market }
    const { html } = await writeDigest(site().settings, {
      paths: ['/'],
      filters,
      address: 'https://reports.example.com/ours/',
    })
    const { page, leave } = await visit(browser(), site().url, `/?${new URLSearchParams(filters)}`, 'light')
    const figures = page.locator('[data-figure]')
    const shown = await figures.locator('.value > span, .value > a').allInnerTexts()
    await leave()
    expect(html.match(/(?<=<b style="font-size: 19px">)[^<]*/g)).toEqual(shown)
    expect(html).toContain(`market: ${market}`)
    expect(html).toContain('<a href="https://reports.example.com/ours/"')
    expect(html.match(/<(script|link|iframe)|(?:src|url\()="?https?:/g)).toBeNull()
    expect(html).toContain('src="data:image/png;base64,')
  })

  test('a page that does not exist is named with those that do', async () => {
    await expect(printPages(site().settings, { paths: ['/nowhere'], filters: {} })).rejects.toThrow(
      /no page at \/nowhere\/.*\/,/,
    )
  })
}
