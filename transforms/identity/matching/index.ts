export { allLinks, isLinkedSql, strength, withLinkThreshold } from './clusters/links.ts'
export { matchingCode } from './code.ts'
export {
  type PreparedRecord,
  type PreparedValue,
  type WeighedPair,
  type WeighedPairs,
  weighPairs,
} from './explain/weigh-pairs.ts'
export { pairsBySource } from './pairs/candidates.ts'
export { recordColumns } from './prepare/columns.ts'
export { readOverShared } from './prepare/over-shared.ts'
export { match } from './runs/match.ts'
export type { MatchMeasures } from './runs/measures.ts'
export { identitySettings } from './settings/declare.ts'
export { pairSources } from './settings/pair-sources.ts'
export type { IdentitySettings, IdentitySettingsInput } from './settings/schema.ts'
export { type Schema, tablesIn } from './tables.ts'
