import type { Door } from '../../services/gateway/door.ts'

/** Everybody is an administrator who may see personal data, for tests of what is behind the door. */
export const openDoor: Door = {
  admit: async () => ({ reader: { kind: 'person', name: 'test', groups: ['admin', 'pii'], markets: null } }),
}
