import type { Population, PopulationNow } from './population.ts'

/** Of one source, more may change than of all records; few records are no measure of it. */
const ofOneSource = { share: 0.5, records: 20 }

/**
 * Why a model that was trained on one population must not weigh another, or null. A record counts as changed if it is
 * new, gone, or different in what is compared; how many are different is estimated from the probes.
 */
export function driftBetween(before: Population, now: PopulationNow, tolerance: number): string | null {
  if (before.hasSample !== now.hasSample)
    return `the sample company was ${now.hasSample ? 'loaded' : 'removed'}`
  const current = new Map(now.sources.map((source) => [source.source, source]))
  const gone = Object.keys(before.sources).find((source) => !current.has(source))
  if (gone !== undefined) return `${gone} has no records any more`
  let changedOfAll = 0
  let all = 0
  let mostChanged: { source: string; share: number } | null = null
  for (const { source, records, unchanged } of now.sources) {
    const former = before.sources[source]
    if (!former) return `${source} has records for the first time`
    const probes = Object.keys(former.probes).length
    const most = Math.max(former.records, records)
    const changed = Math.max(0, most - former.records * (probes > 0 ? unchanged / probes : 0))
    changedOfAll += changed
    all += most
    const share = changed / most
    if (changed > ofOneSource.records && share > Math.max(ofOneSource.share, tolerance))
      if (!mostChanged || share > mostChanged.share) mostChanged = { source, share }
  }
  if (mostChanged)
    return `${percent(mostChanged.share)} of the records of ${mostChanged.source} are new, changed or gone`
  const share = all > 0 ? changedOfAll / all : 0
  return share > tolerance ? `${percent(share)} of all records are new, changed or gone` : null
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
