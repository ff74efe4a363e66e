import { cubeGroups, groups } from './groups.ts'
import { hasMarket } from './markets.ts'
import { type ViewMembers, visibleMembers } from './members.ts'
import type { Model, View } from './model.ts'
import { membersOf } from './model-rules.ts'
import { personalColumns } from './personal-members.ts'
import type { Relations } from './relations.ts'

const title = `# Who sees what

Written by \`clientele docs\` from the groups in \`services/cube/groups.ts\`, the policies of the views in \`model/views/\` and the
\`pii\` tags of columns; \`clientele docs --check\` and the tests fail if it is out of date. Nobody is in a group by default, and who
is in none sees nothing. A person in several groups sees what any of them sees. The same holds in Cube's APIs and in the
schemas for BI tools. [Adding a metric](adding-a-metric.md#who-sees-it) says how to write a policy.
`

/** Which group sees which member of which view, as Markdown. A member is a row, so that changes can be read. */
export function accessPage(model: Model, relations: Relations): string {
  const views = [...model.views.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  const visible = cubeGroups.map((group) => visibleMembers(model, [group]))
  return [
    title,
    '## Groups\n',
    row(['group', 'who', 'personal data', 'of which the page of a customer shows when asked', 'views']),
    row(['---', '---', '---', '---', '---']),
    ...groups.map(({ name, purpose, sees, asksFor = [] }, at) =>
      row([
        `\`${name}\``,
        purpose,
        sees.join(', ') || 'none',
        asksFor.join(', ') || 'none',
        String(visible[at]?.size ?? 0),
      ]),
    ),
    '\n## Views\n',
    '● all of a view, ◐ some of its members. A reader of some markets sees only views with a market, and their rows of these.\n',
    row(['view', ...cubeGroups, 'market']),
    row(['---', ...cubeGroups.map(() => ':-:'), ':-:']),
    ...views.map((view) =>
      row([
        `[${view.name}](#${view.name})`,
        ...shares(view, model, visible),
        hasMarket(view, model) ? '●' : '',
      ]),
    ),
    '\n## Members\n',
    ...views.map((view) => viewTable(view, model, relations, visible)),
  ].join('\n')
}

function shares(view: View, model: Model, visible: readonly ViewMembers[]): string[] {
  const all = membersOf(view, model).size
  return visible.map((views) => {
    const { size } = views.get(view.name) ?? { size: 0 }
    return size === all ? '●' : size > 0 ? '◐' : ''
  })
}

function viewTable(view: View, model: Model, relations: Relations, visible: readonly ViewMembers[]): string {
  const members = [...membersOf(view, model)].map(([name, [cube, member]]) => {
    const kinds = new Set(personalColumns(cube, member, model, relations).map(({ kind }) => kind))
    const marks = visible.map((views) => (views.get(view.name)?.has(name) ? '●' : ''))
    return row([name, [...kinds].join(', '), ...marks])
  })
  return [
    `### ${view.name}\n`,
    row(['member', 'personal data', ...cubeGroups]),
    row(['---', '---', ...cubeGroups.map(() => ':-:')]),
    ...members.sort(),
    '',
  ].join('\n')
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
