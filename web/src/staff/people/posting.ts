/** Which role works where. The server decides; this only offers what can fit. Pure. */

import type { Kind, Posting, Role, Unit } from './doors'

const IN_TEAM: readonly Role[] = ['consultant', 'team_lead']
const IN_PROVIDER: readonly Role[] = ['inspector', 'technician', 'trainer', 'provider_manager']
export const ORDINARY: readonly Role[] = ['consultant', 'team_lead', 'inspector', 'editor', 'technician', 'trainer']
export const ROLES: readonly Role[] = [...ORDINARY, 'provider_manager', 'district_officer', 'municipal_officer', 'system_administrator', 'security_administrator', 'audit_administrator']

/** Kinds of organisation that a role can belong to; none: it belongs to the platform. */
export function placesOf(role: Role): readonly Kind[] {
  if (IN_TEAM.includes(role)) return ['team']
  if (IN_PROVIDER.includes(role)) return ['provider']
  if (role === 'editor') return ['provider', 'office']
  if (role === 'district_officer') return ['district']
  return role === 'municipal_officer' ? ['office'] : []
}

/** The posting of a role in an organisation. */
export function postingIn(role: Role, unit: Unit | undefined): Posting {
  const posting: Posting = { role, provider_id: null, team_id: null, district_id: null, office: null }
  if (unit?.kind === 'team') return { ...posting, provider_id: unit.provider_id, team_id: unit.id }
  if (unit?.kind === 'provider') return { ...posting, provider_id: unit.id }
  if (unit?.kind === 'district') return { ...posting, district_id: unit.id }
  return unit?.kind === 'office' ? { ...posting, office: unit.code } : posting
}
