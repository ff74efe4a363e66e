import type { Cube, Model, Problem } from './model.ts'
import { personalColumns } from './personal-members.ts'
import type { Relations } from './relations.ts'

/**
 * What is wrong with the pre-aggregations of a cube. They are read on behalf of every group, so they hold no personal data.
 * And their times are days, which are the same in every time zone; of an instant, each zone would need its own.
 */
export function rollupProblems(cube: Cube, model: Model, relations: Relations): Problem[] {
  return cube.rollups.flatMap(({ file, line, name, members, timeDimension }) => {
    const problem = (message: string): Problem => ({
      file,
      line,
      message: `${cube.name}.${name}: ${message}`,
    })
    const personal = members.flatMap((member) => {
      const [owner, own] = ownerOf(member, cube, model)
      return owner
        ? personalColumns(owner, own, model, relations).map(({ kind }) => `${member} (${kind})`)
        : []
    })
    const [owner, own] = ownerOf(timeDimension, cube, model)
    const isDay =
      timeDimension === '' || owner?.members.get(own)?.sql.some(({ sql }) => sql.endsWith('::date'))
    return [
      ...(personal.length > 0
        ? [problem(`a pre-aggregation must not hold personal data: ${personal.join(', ')}`)]
        : []),
      ...(isDay ? [] : [problem(`${timeDimension} is no day. Its SQL must end in ::date`)]),
    ]
  })
}

function ownerOf(member: string, cube: Cube, model: Model): [Cube | undefined, string] {
  const path = member.split('.')
  const own = path.pop() ?? ''
  const owner = path.at(-1)
  return [owner === undefined || owner === 'CUBE' ? cube : model.cubes.get(owner), own]
}
