import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { profileApi } from '../../services/gateway/profile-api.ts'
import { createPool } from '../../services/postgres/database.ts'
import { openGateway } from '../../test/harness/gateway.ts'

/* The gateway with the profile API, in a process of its own, whose memory can be asked for. */

const pool = createPool(process.argv[2] ?? '')
const { graph } = await loadWarehouse('transforms')
const gateway = await openGateway(pool, [profileApi({ basePath: '' }, pool, graph)])
process.send?.({ url: gateway.url })
// the bench that started this process has ended
process.on('disconnect', () => process.exit())
process.on('message', async (message) => {
  if (message === 'memory') {
    global.gc?.()
    process.send?.({ megabytes: process.memoryUsage().rss / 1e6 })
  }
  if (message === 'stop') {
    await gateway.stop()
    await pool.end()
    process.exit()
  }
})
