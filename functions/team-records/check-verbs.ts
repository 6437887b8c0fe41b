import { equipmentCheckMachine } from '../../shared/domain/equipment-check-machine.ts'
import { isAnythingMissing, type EquipmentCheck } from '../../shared/domain/equipment-check.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { stateAfter } from '../../shared/http/state-after.ts'

/* What each request makes of an equipment check. Pure; both throw Refused where its state does not take it. */

/** With other lines: the list is owed as long as anything is missing. */
export function corrected(check: EquipmentCheck, lines: EquipmentCheck['lines']): EquipmentCheck {
  const status = stateAfter(equipmentCheckMachine, check.status, 'change', statusOf({ lines }))
  return { ...check, status, lines }
}

export function listHandedIn(
  check: EquipmentCheck,
  told: { readonly reference?: string | undefined; readonly remark?: string | undefined },
  handedIn: { readonly at: Instant; readonly by: string },
): EquipmentCheck {
  const status = stateAfter(equipmentCheckMachine, check.status, 'hand-in-list')
  return { ...check, status, list: { ...told, ...handedIn } }
}

/** The state of a check that has just been made. */
export function statusOf(check: Pick<EquipmentCheck, 'lines'>): 'complete' | 'list_owed' {
  return isAnythingMissing(check) ? 'list_owed' : 'complete'
}
