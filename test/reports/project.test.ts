import { mkdirSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { layOut } from '../../services/reports/project.ts'
import { loadSettings } from '../../services/settings.ts'

test('who copies a page as soon as it changes never gets a part of it', async () => {
  const root = mkdtempSync(join(tmpdir(), 'clientele-project-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const settings = { ...loadSettings({}), root }
  const project = join(root, 'drawing')
  for (const folder of ['company/pages', 'reports', 'model'])
    mkdirSync(join(root, folder), { recursive: true })
  const page = (round: number) => `round ${round} `.repeat(20_000)
  const save = async (round: number) => {
    writeFileSync(join(root, 'company/pages/loop.md'), page(round))
    await layOut(settings, project)
  }
  await save(0)
  const copies: string[] = []
  const drawn = join(project, 'pages/company')
  const watcher = watch(drawn, (_, file) => {
    if (file === 'loop.md') copies.push(readFileSync(join(drawn, file), 'utf8'))
  })
  onTestFinished(() => watcher.close())
  const rounds = Array.from({ length: 30 }, (_, round) => round + 1)
  for (const round of rounds) await save(round)
  await expect.poll(() => copies.at(-1)).toBe(page(30))
  expect(copies.filter((copy) => !rounds.some((round) => copy === page(round)))).toEqual([])
})
