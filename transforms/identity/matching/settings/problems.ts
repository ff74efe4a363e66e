import { forcedComparisons, pairSources } from '../prepare/prepare.ts'
import { columnsOf } from './columns-of.ts'
import type { Condition, IdentitySettings, PreparedColumn } from './declare.ts'

const takes: Readonly<Record<string, readonly PreparedColumn['as'][]>> = {
  overlap: ['sounds', 'words'],
  days: ['day'],
  dayMonthSwapped: ['day'],
  number: ['number'],
  prefix: ['text', 'letters', 'digits', 'start'],
  levenshtein: ['text', 'letters', 'digits', 'start'],
  trigram: ['text', 'letters', 'digits', 'start'],
}

/** What is wrong with settings whose shape is right, in sentences. */
export function nonsense(settings: IdentitySettings): string[] {
  const problems: string[] = []
  const known = (where: string, columns: readonly string[]) => {
    for (const column of columns)
      if (!(column in settings.columns)) problems.push(`${where}: there is no prepared column ${column}`)
  }
  const fits = (where: string, condition: Condition): void => {
    if (condition.kind === 'all' || condition.kind === 'any') for (const one of condition.of) fits(where, one)
    else
      for (const column of columnsOf(condition)) {
        const as = settings.columns[column]?.as
        const wanted = takes[condition.kind]
        if (as && wanted && !wanted.includes(as))
          problems.push(`${where}: ${condition.kind} needs ${wanted.join(' or ')}; ${column} is ${as}`)
      }
  }
  for (const [name, { as, length }] of Object.entries(settings.columns))
    if ((as === 'start') !== (length !== undefined))
      problems.push(`columns.${name}: \`start\`, and nothing else, needs a length`)
  known('peopleBy', settings.peopleBy)
  for (const { kind, column } of settings.identifiers) known(`identifiers ${kind}`, [column])
  for (const { name, when } of settings.cannotLink)
    for (const condition of when) {
      known(`cannotLink ${name}`, columnsOf(condition))
      fits(`cannotLink ${name}`, condition)
    }
  for (const { name, on } of settings.blocking.rules) known(`blocking ${name}`, on)
  for (const { name, requires, levels } of settings.comparisons) {
    known(`comparisons ${name}`, requires)
    for (const { label, when, termFrequency } of levels) {
      const where = `comparisons ${name}, ${label}`
      known(where, [...columnsOf(when), ...(termFrequency ? [termFrequency] : [])])
      fits(where, when)
      const missing = columnsOf(when).filter((column) => !requires.includes(column))
      if (missing.length > 0 && when.kind !== 'any')
        problems.push(`${where}: ${missing.join(', ')} must be among the columns it requires`)
    }
    const terms = new Set(levels.flatMap(({ termFrequency }) => termFrequency ?? []))
    if (terms.size > 1) problems.push(`comparisons ${name}: only one column can weigh its terms`)
  }
  const forced = pairSources(settings)
    .filter(({ trains }) => trains)
    .map((source) => forcedComparisons(settings, source))
  for (const [index, { name }] of settings.comparisons.entries())
    if (forced.every((one) => one.has(index)))
      problems.push(
        `comparisons ${name}: every blocking rule that trains forces it, so that nothing can be learnt of it; add a rule on other columns`,
      )
  for (const name of settings.linkNeedsOneOf)
    if (!settings.comparisons.some((one) => one.name === name))
      problems.push(`linkNeedsOneOf: there is no comparison ${name}`)
  const { keep, review, link, bridge } = settings.thresholds
  if (!(keep <= review && review <= link && link <= bridge))
    problems.push('thresholds: they must rise from keep over review and link to bridge')
  const names = [settings.identifiers.map((i) => i.kind), settings.blocking.rules.map((r) => r.name)].flat()
  for (const list of [names, settings.comparisons.map((c) => c.name), settings.cannotLink.map((r) => r.name)])
    for (const name of new Set(list.filter((one, index) => list.indexOf(one) !== index)))
      problems.push(`the name ${name} is used twice`)
  return problems
}
