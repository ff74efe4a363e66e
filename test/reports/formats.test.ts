import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'

const reports = join(import.meta.dirname, '../../reports')
vi.stubEnv(
  'VITE_CLIENTELE_COMPANY',
  JSON.stringify({ locale: 'pt-BR', currency: 'BRL', timeZone: 'America/Sao_Paulo', sources: 'all' }),
)
const { evidenceFormats } = await import('../../reports/components/evidence-formats.js')

const written = (tag: string, value: unknown) =>
  evidenceFormats.find(({ formatTag }) => formatTag === tag)?._autoFormat.autoFormatFunction(value)

test.each([
  ['count', 1234.4, '1.234'],
  ['decimal', 1234.44, '1.234,4'],
  ['precise', 0.3338, '0,33'],
  ['money', 1234.5, 'R$ 1.235'],
  ['money_exact', 1234.5, 'R$ 1.234,50'],
  ['money_short', 1234.5, 'R$ 1,2 mil'],
  ['percent', 0.1234, '12,3%'],
  // as Evidence gives a day: midnight on the clocks of the reader
  ['day', new Date(2026, 0, 1), '1 de janeiro de 2026'],
  ['month', new Date(2026, 0, 1), 'janeiro de 2026'],
])('%s is written as in Brazil', (tag, value, expected) => {
  expect(written(tag, value)?.replaceAll('\u00a0', ' ')).toBe(expected)
})

test('pages name only formats that there are', async () => {
  const known = new Set(evidenceFormats.map(({ formatTag }) => formatTag))
  for await (const file of glob('{pages,components,partials}/**/*.{md,svelte}', { cwd: reports })) {
    const text = await readFile(join(reports, file), 'utf8')
    for (const [attribute, tag = ''] of text.matchAll(/\b\w*[fF]mt=["']?(\w+)/g)) {
      expect(known, `${file}: ${attribute}`).toContain(tag)
    }
  }
})
