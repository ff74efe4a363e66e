/** For `node --import`: lets Cube's own command start where its native addon cannot be loaded (docs/cube.md). */
import { canLoadAddon, portableEnvironment, replaceAddon } from './portable.ts'

if (!canLoadAddon()) {
  Object.assign(process.env, portableEnvironment)
  replaceAddon()
}
