import { expect, test } from 'vitest'
import { affectedViews } from '../../services/cube/affected-views.ts'
import type { ModelFile } from '../../services/cube/model-files.ts'
import { readModelFiles } from '../../services/cube/model-files.ts'
import { parseModel } from '../../services/cube/model-parse.ts'
import { loadSettings } from '../../services/settings.ts'

const model = await readModelFiles(loadSettings({}).root)
const views = [...parseModel(model).views.keys()].sort()
const edited = (part: string): ModelFile[] =>
  model.map(({ file, text }) => ({ file, text: file.endsWith(part) ? `${text}\n# edited\n` : text }))
const affected = (after: readonly ModelFile[]) => [...affectedViews(model, after)].sort()

test('without a change no view is affected', () => {
  expect(affected(model)).toEqual([])
})

test('a changed view or cube affects the views that show it', () => {
  expect(affected(edited('views/data_quality.yml'))).toEqual(['data_quality'])
  expect(affected(edited('cubes/source_freshness.yml'))).toEqual(['data_quality', 'data_quality_quarantine'])
  // through the cube that extends its columns, and through joins
  expect(affected(edited('generated/fct_orders_columns.yml'))).toContain('orders')
  const customers = affected(edited('cubes/dim_customer.yml'))
  expect(customers).toEqual(expect.arrayContaining(['customer_360', 'orders']))
  expect(customers).not.toContain('data_quality')
})

test('a view that is new or gone is affected', () => {
  const rest = model.filter(({ file }) => !file.endsWith('views/data_quality.yml'))
  expect(affected(rest)).toEqual(['data_quality'])
  expect([...affectedViews(rest, model)]).toEqual(['data_quality'])
})

test('if all files change, all views are affected', () => {
  expect(affected(edited('.yml'))).toEqual(views)
})
