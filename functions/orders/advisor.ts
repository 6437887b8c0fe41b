import type { Caller } from '../../shared/http/caller.ts'
import { FieldsInvalid } from '../../shared/runtime/errors.ts'
import type { Store } from '../../shared/store/store.ts'

/**
 * What was sent, with the service advisor whose order it is: who is named, else the advisor who sends it.
 * @throws FieldsInvalid when the one who is named is no member of this dealer's staff
 */
export async function knownAdvisor<Body extends { readonly advisorId?: string | null | undefined }>(
  body: Body,
  caller: Caller,
  store: Pick<Store, 'staff'>,
): Promise<Body & { readonly advisorId?: string | null | undefined }> {
  const { advisorId } = body
  if (advisorId === null) return body
  if (advisorId === undefined) {
    return caller.roles.includes('service_advisor') ? { ...body, advisorId: caller.staffId } : body
  }
  const staff = await store.staff.byId(caller.dealerId, advisorId)
  if (staff === undefined) throw new FieldsInvalid([{ path: 'body.advisorId', reason: 'not-a-choice' }])
  return body
}
