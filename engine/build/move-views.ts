import type { BuildContext } from './context.ts'
import { type Target, viewHashOf } from './version.ts'
import { dropViews, makeViews, viewsOf } from './views.ts'

export function isPublished({ state }: BuildContext, { transform, version }: Target): boolean {
  return state.published.get(transform.name)?.version === version
}

/** Published relations that are no longer declared. */
function removedRelations({ state, targets }: BuildContext): string[] {
  return [...state.published.keys()].filter((name) => !targets.has(name)).sort()
}

/** Targets whose views have to be made, in an order that never changes. */
function movedTargets(run: BuildContext): Target[] {
  return [...run.targets.values()]
    .filter((target) => {
      const published = run.state.published.get(target.transform.name)
      return !isPublished(run, target) || published?.viewHash !== viewHashOf(target)
    })
    .sort((a, b) => (a.transform.name < b.transform.name ? -1 : 1))
}

function unmasked(relation: string): string {
  return `pii.${relation.split('.')[1]}`
}

/** The names of all views that `moveViews` makes, replaces or drops. */
export function changingViews(run: BuildContext): Set<string> {
  const relations = [...removedRelations(run), ...movedTargets(run).map(({ transform }) => transform.name)]
  return new Set(relations.flatMap((relation) => [relation, unmasked(relation)]))
}

/** Guarded views refuse a transaction that is bound to a moment before this run, instead of showing it nothing. */
export async function moveViews(run: BuildContext, isGuarded: boolean): Promise<void> {
  const { keeper: client, state } = run
  const removed = removedRelations(run)
  const moved = movedTargets(run)
  const masked = moved.filter(({ transform }) => !viewsOf(transform).some(({ schema }) => schema === 'pii'))
  await dropViews(client, [
    ...removed.flatMap((relation) => [relation, unmasked(relation)]),
    ...masked.map(({ transform }) => unmasked(transform.name)),
  ])
  await makeViews(
    client,
    moved.flatMap((target) => {
      const { transform, physicalName } = target
      const isDescribed = state.published.get(transform.name)?.viewHash === viewHashOf(target)
      const guard = isGuarded ? run.runId : null
      return viewsOf(transform).map((view) => ({ transform, view, physicalName, guard, isDescribed }))
    }),
  )
  await client.query('delete from ops.published where relation = any($1)', [removed])
  await client.query(
    `insert into ops.published (relation, version, view_hash, run_id)
     select relation, version, view_hash, $4 from unnest($1::text[], $2::text[], $3::text[]) as moved (relation, version, view_hash)
     on conflict (relation) do update
     set version = excluded.version, view_hash = excluded.view_hash, run_id = excluded.run_id`,
    [
      moved.map(({ transform }) => transform.name),
      moved.map(({ version }) => version),
      moved.map(viewHashOf),
      run.runId,
    ],
  )
}
