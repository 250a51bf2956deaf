import { ask } from '../../shared/http'

/** Where to go after logging out here, so that the bureau's page logs out too; empty: nowhere. */
export async function wayOut(): Promise<string> {
  const { address } = await ask<{ address: string | null }>('GET', '/api/openid/farewell', { timeout: 3_000 }).catch(() => ({ address: null }))
  return address ?? ''
}
