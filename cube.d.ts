import type { CreateOptions } from '@cubejs-backend/server-core'

declare const config: CreateOptions
export default config
