import type { Locator, Page } from 'playwright-core'
import { company } from '#settings'
import { escapeHtml } from '../html.ts'
import type { Settings } from '../settings.ts'
import { eachPage, type Selection } from './pages.ts'

type Figure = { readonly label: string; readonly value: string; readonly notes: readonly string[] }

/** What the digest tells of a page. */
type Part = {
  readonly path: string
  readonly title: string
  readonly question: string
  readonly answer: string
  readonly about: string
  readonly figures: readonly Figure[]
  readonly sentences: readonly string[]
  /** The first chart of the page, as a PNG. */
  readonly chart: { readonly title: string; readonly png: Buffer } | undefined
}

/**
 * The pages in short, as one HTML file without scripts that can be mailed: of each page its question, the answer, the
 * figures and the first chart, taken from what readers see. `address` is where they find the pages, for the links.
 *
 * Errors: those of `eachPage`.
 */
export async function writeDigest(
  settings: Settings,
  selection: Selection & { readonly address: string | undefined },
): Promise<{ html: string; pages: string[] }> {
  const parts = await eachPage(settings, selection, partOf)
  const filters = Object.entries(selection.filters).map(([name, value]) => `${name}: ${value}`)
  return { html: document(parts, filters, selection.address), pages: parts.map(({ title }) => title) }
}

async function partOf({ page, path, title }: { page: Page; path: string; title: string }): Promise<Part> {
  const chart = page
    .locator('[data-panel]')
    .filter({ has: page.locator('canvas, .chart svg') })
    .first()
  return {
    path,
    title,
    question: await textOf(page.locator('article header .question')),
    answer: await textOf(page.locator('[data-answer]')),
    about: await textOf(page.locator('[data-about]')),
    figures: await Promise.all((await page.locator('[data-figure]').all()).map(figureOf)),
    sentences: await page.locator('[data-comparison] li').allInnerTexts(),
    chart:
      (await chart.count()) === 0
        ? undefined
        : {
            title: await textOf(chart.locator('h2')),
            png: await chart.screenshot({ animations: 'disabled' }),
          },
  }
}

async function figureOf(figure: Locator): Promise<Figure> {
  return {
    label: await textOf(figure.locator('dt')),
    value: await textOf(figure.locator('.value > span, .value > a')),
    notes: (await figure.locator('dd:not(.value)').allInnerTexts()).map(onOneLine),
  }
}

async function textOf(found: Locator): Promise<string> {
  return (await found.count()) === 0 ? '' : onOneLine((await found.first().textContent()) ?? '')
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/* Programs that show mail know little CSS: tables and styles in attributes of elements are what they agree on. */
const ink = 'color: #10262b'
const quiet = 'color: #55696e'
const inRow = 3

function document(parts: readonly Part[], filters: readonly string[], address: string | undefined): string {
  const [first] = parts
  const about = [first?.about ?? '', ...filters].filter(Boolean).map(escapeHtml).join(' · ')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(company.name)}: digest</title>
</head>
<body style="margin: 0; background: #f3f6f6; font: 15px/1.5 -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; ${ink}">
<table role="presentation" align="center" width="100%" style="max-width: 680px; border-collapse: collapse; background: #ffffff">
<tr><td style="padding: 28px 28px 8px">
<h1 style="margin: 0; font-size: 24px">${escapeHtml(company.name)}</h1>
<p style="margin: 4px 0 0; font-size: 13px; ${quiet}">${about}</p>
</td></tr>
${parts.map((part) => section(part, address)).join('\n')}
</table>
</body>
</html>
`
}

function section(part: Part, address: string | undefined): string {
  const title = escapeHtml(part.title)
  const heading =
    address === undefined
      ? title
      : `<a href="${escapeHtml(linkTo(address, part.path))}" style="color: #0f766e">${title}</a>`
  const paragraph = (text: string, style: string) =>
    text === '' ? '' : `<p style="margin: 4px 0 0; ${style}">${escapeHtml(text)}</p>`
  return `<tr><td style="padding: 20px 28px; border-top: 1px solid #dde5e4">
<h2 style="margin: 0; font-size: 18px">${heading}</h2>
${paragraph(part.question, `font-size: 13px; ${quiet}`)}
${paragraph(part.answer, '')}
${figures(part.figures)}
${part.sentences.length === 0 ? '' : `<ul style="margin: 12px 0 0; padding-left: 18px; font-size: 14px">${part.sentences.map((text) => `<li>${escapeHtml(onOneLine(text))}</li>`).join('')}</ul>`}
${part.chart ? `<img alt="${escapeHtml(part.chart.title)}" width="624" style="display: block; width: 100%; margin-top: 14px" src="data:image/png;base64,${part.chart.png.toString('base64')}">` : ''}
</td></tr>`
}

function figures(all: readonly Figure[]): string {
  if (all.length === 0) return ''
  const cell = ({ label, value, notes }: Figure) =>
    `<td width="33%" style="padding: 10px 12px 0 0; vertical-align: top"><span style="font-size: 12px; ${quiet}">${escapeHtml(label)}</span><br><b style="font-size: 19px">${escapeHtml(value)}</b>${notes.map((note) => `<br><span style="font-size: 12px; ${quiet}">${escapeHtml(note)}</span>`).join('')}</td>`
  const rows = Array.from({ length: Math.ceil(all.length / inRow) }, (_, at) =>
    all.slice(at * inRow, (at + 1) * inRow),
  )
  return `<table role="presentation" width="100%" style="border-collapse: collapse">${rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('')}</table>`
}

/** The address of a page below that of the reports, which may have a path of its own. */
function linkTo(address: string, path: string): string {
  return address.replace(/\/+$/, '') + path
}
