import type { CreateOptions } from '@cubejs-backend/server-core'

import type { Rollups } from './services/cube/rollups.ts'
import type { ServedModel } from './services/cube/served-model.ts'

declare const config: CreateOptions
export declare const served: ServedModel
export declare const rollups: Rollups
/** Empties Cube's cache if something was published. */
export declare const followPublications: () => Promise<void>
export declare const dropRollups: (tables: readonly string[]) => Promise<string[]>
export default config
