import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Site } from '../site.ts'

/** '-£4,120' is −4120. */
export function numberIn(text: string | null = ''): number {
  return Number(text?.replace(/[^\d.-]/g, '') || Number.NaN)
}

export async function row<T extends object>(site: Site, sql: string, values: unknown[] = []): Promise<T> {
  const [first] = (await site.database.pool.query<T>(sql, values)).rows
  if (!first) throw new Error(`No row for ${sql}`)
  return first
}

/** Each figure of the page by its name there, written with so many digits after the point. */
export async function expectFigures(
  page: Page,
  expected: Readonly<Record<string, readonly [exact: number | null, digits: number]>>,
): Promise<void> {
  for (const [name, [exact, digits]] of Object.entries(expected)) {
    const shown = page.locator(`[data-figure="${name}"] .value > :first-child`)
    await expect
      .poll(async () => matches(await shown.textContent(), exact, digits), { message: name, timeout: 60_000 })
      .toBe(`${exact}`)
  }
}

/** The exact number if the text is it, rounded, so that a difference shows both. */
function matches(text: string | null, exact: number | null, digits: number): string {
  if (exact === null) return text?.startsWith('–') ? 'null' : `${text}`
  return Math.abs(numberIn(text) - exact) <= 0.5 * 10 ** -digits + 1e-6 ? `${exact}` : `${text}`
}
