import type { Stamp } from '../../shared/domain/record.ts'
import type { RoleCode } from '../../shared/domain/roles.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import { handOn } from '../../shared/due/hand-on.ts'
import { handOnOrders } from '../../shared/due/hand-on-orders.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf, type Caller } from '../../shared/http/caller.ts'
import {
  addAbsence,
  cancelAbsence,
  changeStaff,
  createStaff,
  departStaff,
  nameDeputies,
  rejoinStaff,
  type StaffView,
} from '../../shared/http/routes/staff.ts'
import { NotAllowed } from '../../shared/runtime/errors.ts'
import type { LogLine } from '../../shared/runtime/logger.ts'
import type { Write } from '../../shared/store/table-client.ts'
import type { StaffDependencies } from './api.ts'
import { mayChange, roleNotToGive } from './may-change.ts'
import { changeSomebody, takeOn, type SavedStaff, type StaffChange, type StaffFacts } from './save-staff.ts'
import { staffView } from './staff-view.ts'
import * as verbs from './staff-verbs.ts'

const lines = {
  handedOn: {
    code: 'OPEN_WORK_HANDED_ON',
    sentence: 'call lists and orders went over, as who is at work has changed',
  },
  left: {
    code: 'OPEN_WORK_LEFT_FOR_MORNING',
    sentence: 'open work could not go over at once: the morning’s jobs do it',
  },
} as const satisfies Record<string, LogLine>

/** What answers the routes that change staff. */
export function changeRoutes({ store, clock, log }: StaffDependencies): Implementation[] {
  const answerOf =
    (caller: Caller) =>
    ({ person, today }: SavedStaff): { body: StaffView; version: number } => ({
      body: staffView(person, caller, today),
      version: person.version,
    })
  const requestOf = (
    caller: Caller,
    remember: (answer: { body: StaffView; version: number }) => readonly Write[],
  ) => ({
    store,
    dealerId: caller.dealerId,
    stamp: stampOf(caller, clock.now()),
    also: (saved: SavedStaff) => remember(answerOf(caller)(saved)),
  })
  /** Who is at work may have changed: what lies with them follows at once. The morning's jobs would do the same. */
  const afterwards = async ({ dealerId }: Caller, saved: SavedStaff): Promise<SavedStaff> => {
    try {
      const [dealer, staff] = await Promise.all([
        store.dealers.byId(dealerId),
        store.staff.ofDealer(dealerId),
      ])
      if (dealer === undefined) return saved
      const stamp = { at: clock.now(), by: 'staff' }
      const entries = await handOn(store, dealer, staff, stamp)
      const { handedOn: orders } = await handOnOrders(store, dealer, staff, stamp)
      if (entries + orders > 0) log.info(lines.handedOn, { dealerId, entries, orders })
    } catch (error) {
      log.error(lines.left, error, { dealerId })
    }
    return saved
  }
  /** One change of one person, allowed or not, and what lies on lists after it. */
  const change = async (
    { caller, version, remember }: ChangeCall,
    staffId: string,
    work: (facts: StaffFacts, stamp: Stamp) => readonly StaffChange[],
    refuse: (caller: Caller, person: Staff) => void = refuseOthers,
  ) => {
    const request = requestOf(caller, remember)
    const which = { staffId, version, refuse: (person: Staff) => refuse(caller, person) }
    const saved = await changeSomebody(request, which, (facts) => work(facts, request.stamp))
    return answerOf(caller)(await afterwards(caller, saved))
  }
  return [
    implement(createStaff, async ({ caller, body, remember }) => {
      const request = requestOf(caller, remember)
      refuseRoles(caller, body, undefined)
      const make = () => verbs.takenOn(body, caller.dealerId, request.stamp)
      return answerOf(caller)(await afterwards(caller, await takeOn(request, make)))
    }),
    implement(changeStaff, (call) =>
      change(call, call.params.staffId, ({ person, colleagues }) => {
        refuseRoles(call.caller, call.body, person)
        return verbs.changed(person, call.body, colleagues)
      }),
    ),
    implement(nameDeputies, (call) =>
      change(
        call,
        call.params.staffId,
        (facts) => verbs.withDeputies(facts, call.body.deputies),
        refuseStrangers,
      ),
    ),
    implement(addAbsence, (call) =>
      change(call, call.params.staffId, (facts, stamp) => verbs.withAbsence(facts, call.body, stamp)),
    ),
    implement(cancelAbsence, (call) =>
      change(call, call.params.staffId, ({ person }) => verbs.withoutAbsence(person, call.params.absenceId)),
    ),
    implement(departStaff, (call) =>
      change(call, call.params.staffId, (facts) => verbs.departed(facts, call.body)),
    ),
    implement(rejoinStaff, (call) =>
      change(call, call.params.staffId, ({ person }) => verbs.rejoined(person, call.body.joinedOn)),
    ),
  ]
}

interface ChangeCall {
  readonly caller: Caller
  readonly version: number
  readonly remember: (answer: { body: StaffView; version: number }) => readonly Write[]
}

/** Of people who are neither the caller nor under them. */
function refuseStrangers(caller: Caller, person: Staff): void {
  if (!mayChange(caller, person).allowed) throw new NotAllowed('not-your-staff')
}

/** Nor do people change their own roles or grant themselves leave, unless they keep everybody's records. */
function refuseOthers(caller: Caller, person: Staff): void {
  const { allowed, because } = mayChange(caller, person)
  if (!allowed || because === 'own') throw new NotAllowed('not-your-staff')
}

/** Whose work a role is, is for those above it to say. Nobody is set as first in one that they do not hold. */
function refuseRoles(
  caller: Caller,
  { role, furtherRoles = [] }: { readonly role?: RoleCode; readonly furtherRoles?: readonly RoleCode[] },
  person: Staff | undefined,
): void {
  const given = [...(role === undefined ? [] : [role]), ...furtherRoles]
  if (roleNotToGive(caller, given, person) !== undefined) throw new NotAllowed('role-not-to-give')
}
