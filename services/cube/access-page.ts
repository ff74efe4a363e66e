import { cubeGroups, groups } from './groups.ts'
import { visibleMembers } from './members.ts'
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

/** Which group sees which member of which view, as Markdown. Members that the same groups see are one row. */
export function accessPage(model: Model, relations: Relations): string {
  const views = [...model.views.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  return [
    title,
    '## Groups\n',
    row(['group', 'who', 'personal data', 'views']),
    row(['---', '---', '---', '---']),
    ...groups.map(({ name, purpose, sees }) =>
      row([`\`${name}\``, purpose, sees.join(', ') || 'none', String(visibleMembers(model, [name]).size)]),
    ),
    '\n## Views\n',
    '● all of a view, ◐ some of its members.\n',
    row(['view', ...cubeGroups]),
    row(['---', ...cubeGroups.map(() => ':-:')]),
    ...views.map((view) => row([`[${view.name}](#${view.name})`, ...shares(view, model)])),
    '\n## Members\n',
    'In brackets: the kind of personal data.\n',
    ...views.map((view) => viewTable(view, model, relations)),
  ].join('\n')
}

function shares(view: View, model: Model): string[] {
  const all = membersOf(view, model).size
  return cubeGroups.map((group) => {
    const { size } = visibleMembers(model, [group]).get(view.name) ?? { size: 0 }
    return size === all ? '●' : size > 0 ? '◐' : ''
  })
}

function viewTable(view: View, model: Model, relations: Relations): string {
  const visible = cubeGroups.map((group) => visibleMembers(model, [group]).get(view.name))
  const rows = new Map<string, string[]>()
  for (const [name, [cube, member]] of membersOf(view, model)) {
    const kinds = new Set(personalColumns(cube, member, model, relations).map(({ kind }) => kind))
    const shown = kinds.size > 0 ? `**${name}** (${[...kinds].join(', ')})` : name
    const marks = visible.map((names) => (names?.has(name) ? '●' : '')).join(' | ')
    rows.set(marks, [...(rows.get(marks) ?? []), shown])
  }
  return [
    `### ${view.name}\n`,
    row(['members', ...cubeGroups]),
    row(['---', ...cubeGroups.map(() => ':-:')]),
    ...[...rows].map(([marks, names]) => row([names.join(', '), marks])),
    '',
  ].join('\n')
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
