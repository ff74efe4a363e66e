import { escapeHtml } from '../html.ts'

/** Text that is HTML already, so that it is not escaped again. Only this file makes it. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Attributes of an element, with the space before them. */
class Attributes extends Html {}

/** What can stand in a template. Nothing is shown for what is missing; whatever is no HTML is escaped. */
export type Part = Html | string | number | false | null | undefined | readonly Part[]

/**
 * HTML with values in it: html`<p title="${title}">${text}</p>`. A value stands between tags or within double quotes; in
 * any other place the template is refused, because escaping would not make it safe there.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const places = placesIn(strings)
  return new Html(
    strings.reduce((written, string, at) => written + textOf(parts[at - 1], places[at - 1]) + string),
  )
}

/** Attributes of which some may be missing: `<input${attributes({ required: true, value: null })}>`. */
export function attributes(
  values: Readonly<Record<string, string | number | boolean | null | undefined>>,
): Html {
  return new Attributes(
    Object.entries(values)
      .filter(([, value]) => value !== false && value !== null && value !== undefined)
      .map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escapeHtml(String(value))}"`))
      .join(''),
  )
}

type Place = 'content' | 'quoted' | 'tag'

function textOf(part: Part, place: Place | undefined): string {
  if (part === false || part === null || part === undefined) return ''
  if (part instanceof Attributes !== (place === 'tag'))
    throw new TypeError('Attributes stand in a tag, and other values between tags or within double quotes.')
  if (part instanceof Html) {
    if (place === 'quoted') throw new TypeError('HTML cannot stand in an attribute.')
    return part.text
  }
  if (typeof part === 'object') return part.map((each) => textOf(each, place)).join('')
  return escapeHtml(String(part))
}

const known = new WeakMap<TemplateStringsArray, readonly Place[]>()

/** The place of each value of a template. */
function placesIn(strings: TemplateStringsArray): readonly Place[] {
  const places = known.get(strings) ?? findPlaces(strings)
  known.set(strings, places)
  return places
}

function findPlaces(strings: TemplateStringsArray): readonly Place[] {
  let place: Place = 'content'
  return strings.slice(0, -1).map((string) => {
    for (const sign of string) {
      if (place === 'content') place = sign === '<' ? 'tag' : 'content'
      else if (place === 'quoted') place = sign === '"' ? 'tag' : 'quoted'
      else if (sign === '"') place = 'quoted'
      else if (sign === '>') place = 'content'
      else if (sign === "'") throw new TypeError('Attributes are written in double quotes.')
    }
    return place
  })
}
