import { arrayOf, type Columns, key, type Parameter, type PersonalData, type Sql, text } from '#engine'

/** What the query of a profile is given. */
export const profileParameters = {
  customer_key: key('The customer'),
  markets: arrayOf(text('A market that the reader may see')).orNull(),
}

export interface Section<C extends Columns = Columns> {
  readonly description: string
  /** The fields, each a column of a contract. A reader who may not see the kind of personal data of the column does not get the field. */
  readonly columns: C
  /** The customer's rows, with these columns. */
  readonly rows: (parameters: { readonly [K in keyof typeof profileParameters]: Parameter }) => Sql
}

/** A part of a profile that has several rows: the first ones are shown, and all are counted. */
export interface ListSection<C extends Columns = Columns> extends Section<C> {
  readonly order: Sql
  readonly limit: number
}

/** The kind of personal data in each field of a section that has any. */
export function kindsIn(section: Section): ReadonlyMap<string, PersonalData> {
  return new Map(
    Object.entries(section.columns).flatMap(([name, { personalData }]) =>
      personalData ? [[name, personalData] as const] : [],
    ),
  )
}

/** Keeps the types of the columns. */
export const one = <C extends Columns>(section: Section<C>): Section<C> => section
export const many = <C extends Columns>(section: ListSection<C>): ListSection<C> => section

export function isList(section: Section | ListSection): section is ListSection {
  return 'limit' in section
}
