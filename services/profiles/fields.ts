import { ClienteleError, type PersonalData } from '#engine'
import { kindsIn, type ListSection, type Section } from './section.ts'
import { type SectionName, sections } from './sections.ts'

/** Whose eyes a profile is for: the kinds of personal data they may see, and the markets, or null for all. */
export type Sight = { readonly kinds: ReadonlySet<PersonalData>; readonly markets: readonly string[] | null }

export interface Field {
  /** Such as `golden.email`. */
  readonly name: string
  readonly section: SectionName
  readonly column: string
  readonly kind: PersonalData | null
}

export function sectionOf(name: SectionName): Section | ListSection {
  return sections[name]
}

function isSection(name: string): name is SectionName {
  return Object.hasOwn(sections, name)
}

export const sectionNames: readonly SectionName[] = Object.keys(sections).filter(isSection)

/** Every field that a profile can have, in order. */
export const allFields: readonly Field[] = sectionNames.flatMap((name) => {
  const kinds = kindsIn(sectionOf(name))
  return Object.keys(sectionOf(name).columns).map((column) => ({
    name: `${name}.${column}`,
    section: name,
    column,
    kind: kinds.get(column) ?? null,
  }))
})

/**
 * The fields that are named, by themselves or by their section; all if none is.
 *
 * Errors: `profile-field-unknown`.
 */
export function fieldsNamed(names: readonly string[]): readonly Field[] {
  if (names.length === 0) return allFields
  const known = new Set([...sectionNames, ...allFields.map(({ name }) => name)])
  const unknown = names.filter((name) => !known.has(name))
  if (unknown.length > 0) {
    throw new ClienteleError(
      'profile-field-unknown',
      `A profile has no ${unknown.map((name) => `"${name}"`).join(' and no ')}. Name sections, such as golden, or their fields, such as golden.email; /v1/openapi.json lists them: ${sectionNames.join(', ')}.`,
      { fields: unknown },
    )
  }
  const wanted = new Set(names)
  return allFields.filter(({ name, section }) => wanted.has(name) || wanted.has(section))
}

export interface Shown {
  readonly fields: readonly Field[]
  /** The names of those that the reader may not see. */
  readonly withheld: readonly string[]
}

export function shownTo({ kinds }: Sight, fields: readonly Field[]): Shown {
  const isShown = ({ kind }: Field) => kind === null || kinds.has(kind)
  return {
    fields: fields.filter(isShown),
    withheld: fields.filter((field) => !isShown(field)).map(({ name }) => name),
  }
}
