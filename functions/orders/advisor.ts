import { isEmployed } from '../../shared/domain/staff.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import type { Caller } from '../../shared/http/caller.ts'
import { FieldsInvalid } from '../../shared/runtime/errors.ts'
import type { Store } from '../../shared/store/store.ts'

export interface AdvisorFacts {
  readonly caller: Caller
  readonly store: Pick<Store, 'staff'>
  readonly today: CalendarDate
  /** Whose order it is already: a name from the past stands as it is. */
  readonly before?: string | undefined
}

/**
 * What was sent, with the service advisor whose order it is: who is named, else the advisor who sends it.
 * @throws FieldsInvalid when the one who is named anew does not work for this dealer today
 */
export async function knownAdvisor<Body extends { readonly advisorId?: string | null | undefined }>(
  body: Body,
  { caller, store, today, before }: AdvisorFacts,
): Promise<Body & { readonly advisorId?: string | null | undefined }> {
  const { advisorId } = body
  if (advisorId === null) return body
  if (advisorId === undefined) {
    return caller.roles.includes('service_advisor') ? { ...body, advisorId: caller.staffId } : body
  }
  if (advisorId === before) return body
  const staff = await store.staff.byId(caller.dealerId, advisorId)
  if (staff === undefined || !isEmployed(staff, today)) {
    throw new FieldsInvalid([{ path: 'body.advisorId', reason: 'not-a-choice' }])
  }
  return body
}
