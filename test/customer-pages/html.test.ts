import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attributes, html, type Part } from '../../services/customer-pages/html.ts'

/** What a browser reads of text between tags or in an attribute. */
function read(escaped: string): string {
  return escaped.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
}

test('any text is shown as it is, and ends neither its element nor its attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { text: written } = html`<p title="${text}"${attributes({ 'data-name': text })}>${text}</p>`
      const [, title = '', name = '', content = ''] =
        /^<p title="([^"]*)" data-name="([^"]*)">([^<]*)<\/p>$/.exec(written) ?? []
      expect([title, name, content].map(read)).toEqual([text, text, text])
    }),
  )
})

test('what is missing shows nothing, lists follow each other, and HTML is not escaped twice', () => {
  const items: Part[] = ['a & b', html`<b>c</b>`, null, undefined, false, 0]
  expect(html`<p>${items}</p>`.text).toBe('<p>a &#38; b<b>c</b>0</p>')
  expect(html`<input${attributes({ required: true, value: null, disabled: false })}>`.text).toBe(
    '<input required>',
  )
})

test('a value in a place where escaping does not make it safe is refused', () => {
  const value = 'x onmouseover=alert(1)'
  expect(() => html`<p title=${value}>`).toThrow(TypeError)
  expect(() => html`<p ${value}>`).toThrow(TypeError)
  expect(() => html`<p title='${value}'>`).toThrow(TypeError)
  expect(() => html`<p title="${html`<b>`}">`).toThrow(TypeError)
  expect(() => html`<p>${attributes({ title: value })}</p>`).toThrow(TypeError)
})
