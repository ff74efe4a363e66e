/** Title and description of a member, as Cube has them, for a column of a table: `{...said('average_value')}`. */
export function saidOf(definitions, view) {
  const rows = new Map(Array.from(definitions ?? []).map((row) => [row.member, row]))
  return (member) => {
    const row = rows.get(`${view}.${member}`)
    return { title: row?.title, description: row?.description }
  }
}

/** What Cube says about a member: a row of cube.definitions. */
export const definitionOf = (definitions, member) =>
  Array.from(definitions ?? []).find((row) => row.member === member)
