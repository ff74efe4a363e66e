import { type CubeGroup, cubeGroups } from '../cube/groups.ts'
import type { CompiledModel } from '../cube/model-compile.ts'
import type { Access, BiColumn, BiView } from './view.ts'

type Policy = NonNullable<ReturnType<CompiledModel['cubeEvaluator']['cubeFromPath']>['accessPolicy']>[number]

/** What each group sees of a view by its access policies, as Cube applies them to a query for all of its members. */
export function accessOf(
  { cubeEvaluator }: CompiledModel,
  view: string,
  columns: readonly BiColumn[],
  whereOf: (filters: readonly object[]) => string,
): BiView['access'] {
  const definition = cubeEvaluator.cubeFromPath(view)
  for (const path of definition.includedMembers ?? []) {
    const cube = cubeEvaluator.cubeFromPath(path.memberPath.split('.')[0] ?? '')
    if (cube.accessPolicy?.length) throw new Error(`the cube ${cube.name} has an access policy of its own`)
  }
  const access: Partial<Record<CubeGroup, Access>> = {}
  for (const group of cubeGroups) {
    const policies = definition.accessPolicy?.filter((policy) => isFor(policy, group))
    if (policies?.some((policy) => policy.memberMasking)) throw new Error('a policy masks members')
    const members = columns.filter(
      ({ name }) => !policies || policies.some((policy) => grants(policy, `${view}.${name}`)),
    )
    if (members.length === 0) continue
    const filtered = (policies ?? []).map(filtersOf)
    if (filtered.length > 1 && filtered.some((filters) => filters.length > 0))
      throw new Error(`several policies for the group ${group} filter its rows`)
    const filters = (filtered[0] ?? []).map((filter) => evaluated(filter))
    const where = filters.length > 0 ? whereOf(filters) : null
    access[group] = { members: members.map(({ name }) => name), where }
  }
  return access

  function evaluated(filter: object): object {
    const nested = (key: string) => {
      const items: unknown = Reflect.get(filter, key)
      return Array.isArray(items) ? { [key]: items.map(evaluated) } : {}
    }
    const member: unknown = Reflect.get(filter, 'memberReference')
    const values: unknown = Reflect.get(filter, 'values') ?? (() => undefined)
    if (typeof member !== 'string') return { ...nested('or'), ...nested('and') }
    const context = { securityContext: personal() }
    return {
      member,
      operator: Reflect.get(filter, 'operator'),
      values: cubeEvaluator.evaluateContextFunction(definition, values, context),
    }
  }
}

function isFor(policy: Policy, group: CubeGroup): boolean {
  if (policy.conditions?.length) throw new Error('a policy has conditions')
  const groups = [policy.group ?? policy.groups ?? '*'].flat()
  return groups.includes(group) || groups.includes('*')
}

function grants({ memberLevel: level }: Policy, path: string): boolean {
  if (!level) return true
  return level.includesMembers?.includes(path) === true && !level.excludesMembers?.includes(path)
}

function filtersOf({ rowLevel }: Policy): object[] {
  if (!rowLevel || Reflect.get(rowLevel, 'allowAll') === true) return []
  return rowLevel.filters ?? []
}

/** Stands for the security context: refuses to be read. */
export function personal(): object {
  return new Proxy(
    {},
    {
      get: (_, name) => {
        // Cube writes its options down as JSON, which reads no member
        if (name === 'toJSON' || typeof name === 'symbol') return undefined
        throw new Error('it depends on the person who asks (security context)')
      },
    },
  )
}
