import { PDFDocument } from '@cantoo/pdf-lib'
import { company } from '#settings'
import { escapeHtml } from '../html.ts'
import type { Settings } from '../settings.ts'
import { eachPage, type Selection } from './pages.ts'

/**
 * The pages as one PDF, as their readers see them, in the order of the menu. Each begins on a sheet of its own.
 *
 * Errors: those of `eachPage`.
 */
export async function printPages(
  settings: Settings,
  selection: Selection,
): Promise<{ pdf: Uint8Array; pages: string[]; sheetCount: number }> {
  const printed = await eachPage(settings, selection, async ({ page, title }) => {
    const filters = Object.entries(selection.filters).map(([name, value]) => `${name} ${value}`)
    const footer = [company.name, title, ...filters].map(escapeHtml).join(' · ')
    const pdf = await page.pdf({
      format: 'A4',
      printBackground: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: `<div style="width: 100%; padding: 0 12mm; font: 8px sans-serif; color: #5a6a6c; display: flex; justify-content: space-between"><span>${footer}</span><span><span class="pageNumber"></span> of <span class="totalPages"></span></span></div>`,
      margin: { top: '12mm', bottom: '16mm', left: '12mm', right: '12mm' },
      scale: 0.8,
    })
    return { title, pdf }
  })
  const all = await PDFDocument.create()
  all.setTitle(`Reports of ${company.name}`)
  all.setLanguage('en')
  for (const { pdf } of printed) {
    const part = await PDFDocument.load(pdf)
    for (const sheet of await all.copyPages(part, part.getPageIndices())) all.addPage(sheet)
  }
  return { pdf: await all.save(), pages: printed.map(({ title }) => title), sheetCount: all.getPageCount() }
}
