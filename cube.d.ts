import type { CreateOptions } from '@cubejs-backend/server-core'

import type { ServedModel } from './services/cube/served-model.ts'

declare const config: CreateOptions
export declare const served: ServedModel
export default config
