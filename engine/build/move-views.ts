import type { BuildContext } from './context.ts'
import { type Target, viewHashOf } from './version.ts'
import { dropView, makeView, viewsOf } from './views.ts'

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
  const { keeper: client } = run
  for (const relation of removedRelations(run)) {
    for (const view of [relation, unmasked(relation)]) await dropView(client, view)
    await client.query('delete from ops.published where relation = $1', [relation])
  }
  for (const target of movedTargets(run)) {
    const { transform, version, physicalName } = target
    const views = viewsOf(transform)
    for (const view of views)
      await makeView(client, transform, view, physicalName, isGuarded ? run.runId : null)
    if (!views.some((view) => view.schema === 'pii')) await dropView(client, unmasked(transform.name))
    await client.query(
      `insert into ops.published (relation, version, view_hash, run_id) values ($1, $2, $3, $4)
       on conflict (relation) do update
       set version = excluded.version, view_hash = excluded.view_hash, run_id = excluded.run_id`,
      [transform.name, version, viewHashOf(target), run.runId],
    )
  }
}
