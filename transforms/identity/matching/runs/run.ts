import type { ClientBase } from 'pg'
import type { MatchModel } from '../../../../analytics/fellegi-sunter/types.ts'
import type { Population } from '../model/population.ts'
import { settingsHash } from '../settings/declare.ts'
import type { IdentitySettings } from '../settings/schema.ts'
import { type Schema, type Tables, tablesIn } from '../tables.ts'

/** What is matched, each part a SELECT. */
export interface MatchInput {
  /** record_key bigint, source text, and the columns that the settings name. */
  readonly records: string
  /** record_key_a, record_key_b, link_type. */
  readonly links: string
  /** record_key_a, record_key_b, verdict. */
  readonly decisions: string
}

export interface MatchOptions {
  /** `pg_temp` for records that are matched on trial, or apart from the warehouse. */
  readonly schema: Schema
  readonly settings: IdentitySettings
  readonly input: MatchInput
}

/** What every step of a run needs. */
export interface MatchingRun extends MatchOptions {
  readonly client: ClientBase
  readonly tables: Tables
  readonly settingsHash: string
  /** How tables that more than one statement reads are created. */
  readonly create: 'create temp table' | 'create unlogged table'
}

/** A run that has a model, and so can weigh pairs. */
export interface ScoringRun extends MatchingRun {
  readonly model: StoredModel
  readonly overShared: OverShared
}

export interface StoredModel extends MatchModel {
  readonly id: string
  /** The records it was trained on. */
  readonly population: Population
}

/** By the number of a pair source: the hashes of values that too many records or people share. */
export type OverShared = ReadonlyMap<number, readonly string[]>

export function startRun(client: ClientBase, options: MatchOptions): MatchingRun {
  return {
    ...options,
    client,
    tables: tablesIn(options.schema),
    settingsHash: settingsHash(options.settings),
    create: options.schema === 'pg_temp' ? 'create temp table' : 'create unlogged table',
  }
}
