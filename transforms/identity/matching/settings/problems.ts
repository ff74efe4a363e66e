import { type Condition, columnsOf } from './conditions.ts'
import { forcedComparisons, pairSources } from './pair-sources.ts'
import type { IdentitySettings, PreparedColumn } from './schema.ts'

const texts = ['text', 'letters', 'digits', 'start', 'domain', 'untagged'] as const
/** Which prepared columns a condition can be used on, if not on all. */
const allowed: Readonly<Record<string, readonly PreparedColumn['as'][]>> = {
  overlap: ['sounds', 'words'],
  days: ['day'],
  dayMonthSwapped: ['day'],
  number: ['number'],
  prefix: texts,
  begins: texts,
  swapped: texts,
  levenshtein: texts,
  trigram: texts,
}

/** What is wrong with settings that have the right shape, one sentence each. */
export function settingsProblems(settings: IdentitySettings): string[] {
  return [
    ...columnProblems(settings),
    ...comparisonProblems(settings),
    ...trainingProblems(settings),
    ...thresholdProblems(settings),
    ...duplicateNames(settings),
  ]
}

function columnProblems(settings: IdentitySettings): string[] {
  const lengths = Object.entries(settings.columns)
    .filter(([, { as, length }]) => (as === 'start') !== (length !== undefined))
    .map(([name]) => `columns.${name}: \`start\` needs a length, the others must not have one`)
  return [
    ...lengths,
    ...unknownColumns(settings, 'personSignature', settings.personSignature),
    ...settings.identifiers.flatMap(({ kind, column }) =>
      unknownColumns(settings, `identifiers ${kind}`, [column]),
    ),
    ...settings.cannotLink.flatMap(({ name, when }) =>
      when.flatMap((condition) => conditionProblems(settings, `cannotLink ${name}`, condition)),
    ),
    ...settings.cannotLink.flatMap(({ name, unlessLinkedBy }) =>
      unlessLinkedBy
        .filter((kind) => !(kind in settings.links))
        .map((kind) => `cannotLink ${name}: ${kind} is not among the trusted links`),
    ),
    ...settings.blocking.rules.flatMap(({ name, on }) => unknownColumns(settings, `blocking ${name}`, on)),
  ]
}

function comparisonProblems(settings: IdentitySettings): string[] {
  return settings.comparisons.flatMap(({ name, requires, levels }) => {
    const problems = unknownColumns(settings, `comparisons ${name}`, requires)
    for (const { label, when, termFrequency } of levels) {
      const where = `comparisons ${name}, ${label}`
      problems.push(...conditionProblems(settings, where, when))
      problems.push(...unknownColumns(settings, where, termFrequency ? [termFrequency] : []))
      const missing = columnsOf(when).filter((column) => !requires.includes(column))
      if (missing.length > 0 && when.kind !== 'any')
        problems.push(`${where}: add ${missing.join(', ')} to the columns that it requires`)
    }
    const terms = new Set(levels.flatMap(({ termFrequency }) => termFrequency ?? []))
    if (terms.size > 1)
      problems.push(`comparisons ${name}: termFrequency must be the same column on all its levels`)
    return problems
  })
}

function conditionProblems(settings: IdentitySettings, where: string, condition: Condition): string[] {
  if (condition.kind === 'all' || condition.kind === 'any')
    return condition.of.flatMap((part) => conditionProblems(settings, where, part))
  const columns = columnsOf(condition)
  const fitting = allowed[condition.kind]
  const unfit = columns.flatMap((column) => {
    const as = settings.columns[column]?.as
    return as && fitting && !fitting.includes(as)
      ? [`${where}: ${condition.kind} needs ${fitting.join(' or ')}; ${column} is ${as}`]
      : []
  })
  return [...unknownColumns(settings, where, columns), ...unfit]
}

function trainingProblems(settings: IdentitySettings): string[] {
  const forced = pairSources(settings)
    .filter(({ trains }) => trains)
    .map((source) => forcedComparisons(settings, source))
  return settings.comparisons
    .filter((_, index) => forced.every((comparisons) => comparisons.has(index)))
    .map(
      ({ name }) =>
        `comparisons ${name}: every blocking rule that trains makes its columns equal, so the model cannot learn it; add a rule on other columns`,
    )
}

function thresholdProblems({ thresholds, linkRequiresAgreementOn, comparisons }: IdentitySettings): string[] {
  const { keep, review, link, bridge } = thresholds
  const rise = keep <= review && review <= link && link <= bridge
  const unknown = linkRequiresAgreementOn.filter((name) => !comparisons.some((one) => one.name === name))
  return [
    ...unknown.map((name) => `linkRequiresAgreementOn: there is no comparison ${name}`),
    ...(rise ? [] : ['thresholds: keep, review, link and bridge must not decrease in this order']),
  ]
}

function duplicateNames({ identifiers, blocking, comparisons, cannotLink }: IdentitySettings): string[] {
  const sources = [...identifiers.map(({ kind }) => kind), ...blocking.rules.map(({ name }) => name)]
  const lists = [sources, comparisons.map(({ name }) => name), cannotLink.map(({ name }) => name)]
  return lists.flatMap((names) =>
    [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map(
      (name) => `the name ${name} is used twice`,
    ),
  )
}

function unknownColumns(settings: IdentitySettings, where: string, columns: readonly string[]): string[] {
  return columns
    .filter((column) => !(column in settings.columns))
    .map((column) => `${where}: there is no prepared column ${column}`)
}
