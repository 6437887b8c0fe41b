import type { Caller } from '../../shared/http/caller.ts'
import { NotAllowed } from '../../shared/runtime/errors.ts'

/**
 * Whose call list a caller works on: their own, or, for managers, the one they name.
 * @throws NotAllowed when a specialist names another's, or the caller has none
 */
export function whoseList({ staffId: own, roles }: Caller, named: string | undefined): string {
  const staffId = named ?? own
  if (staffId === undefined) throw new NotAllowed('no-staff-record')
  const manages = roles.some((role) => managers.has(role))
  if (staffId !== own && !manages) throw new NotAllowed('not-your-list')
  return staffId
}

const managers: ReadonlySet<string> = new Set(['insurance_manager', 'service_manager', 'general_manager'])
