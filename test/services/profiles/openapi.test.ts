import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, test } from 'vitest'
import { allFields } from '../../../services/profiles/fields.ts'
import { openApi } from '../../../services/profiles/openapi.ts'

test('the description of the API is valid OpenAPI 3.1, and an error in it would be found', async () => {
  const validator = new Validator()
  expect(await validator.validate(openApi('/v1'))).toEqual({ valid: true })
  expect(validator.version).toBe('3.1')
  const broken = { ...openApi('/v1'), paths: { '/profiles': { get: { parameters: [{ in: 'nowhere' }] } } } }
  expect((await new Validator().validate(broken)).valid).toBe(false)
})

test('it describes every field, and says which hold personal data', () => {
  const text = JSON.stringify(openApi('/v1'))
  const described = [...text.matchAll(/"([a-z_0-9]+)":\{[^{}]*"description":/g)].map(([, name]) => name)
  for (const { column } of allFields) expect(text).toContain(`"${column}":`)
  expect(described.length).toBeGreaterThan(50)
  expect(text).toContain('Email address to write to, in lower case. Personal data: contact')
})

test('every reference in it leads somewhere', () => {
  const document = openApi('/v1')
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)]
  const names = new Set(references.map(([, name]) => name))
  expect([...names].sort()).toEqual(['Choices', 'Problem', 'Profile', 'Search', 'Timeline', 'Why'])
  expect(document).toMatchObject({
    components: { schemas: Object.fromEntries([...names].map((name) => [name, { type: 'object' }])) },
  })
})
