import type { Dealer } from '../../shared/domain/dealer.ts'
import { idFor } from '../../shared/domain/ids.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import type { RoleCode } from '../../shared/domain/roles.ts'
import { rolesOf, type Staff } from '../../shared/domain/staff.ts'
import { staffChangeMachine } from '../../shared/domain/staff-change-machine.ts'
import {
  isToFile,
  wasTold,
  type Filing,
  type StaffChange,
  type StaffChangeKind,
} from '../../shared/domain/staff-change.ts'
import { addDays, dateIn, type CalendarDate } from '../../shared/domain/time.ts'

/** A staff change that a change of a person's record makes, amends or withdraws. */
export interface FilingStep {
  /** A verb in the past. */
  readonly action: 'noticed' | 'amended' | 'withdrawn'
  readonly before: StaffChange | undefined
  readonly after: StaffChange
}

export interface FilingFacts {
  readonly dealer: Pick<Dealer, 'dealerId' | 'zone' | 'settings'>
  /** Of this person, those that some system does not know yet. */
  readonly waiting: readonly StaffChange[]
}

/** Whether a change of a person's record is one that manufacturers hear of. */
export function concernsManufacturers(before: Staff | undefined, after: Staff): boolean {
  return (
    before === undefined ||
    before.joinedOn !== after.joinedOn ||
    before.leftOn !== after.leftOn ||
    !sameRoles(rolesOf(before), rolesOf(after))
  )
}

/**
 * What a change of a person's record means for the manufacturers' systems. As long as no system knows of an earlier change,
 * that one is put right; what was told is followed by another one. Pure.
 */
export function whatToFile(
  before: Staff | undefined,
  after: Staff,
  facts: FilingFacts,
  stamp: Stamp,
): FilingStep[] {
  const today = dateIn(stamp.at, facts.dealer.zone)
  const untold = facts.waiting.filter((change) => isToFile(change) && !wasTold(change))
  const waitsAs = (kind: StaffChangeKind) => untold.find((change) => change.kind === kind)
  const notice = (kind: StaffChangeKind, on: CalendarDate, rolesBefore?: RoleCode[]): FilingStep => ({
    action: 'noticed',
    before: undefined,
    after: staffChange({ kind, on, person: after, seen: before, rolesBefore }, facts.dealer, stamp),
  })
  if (before === undefined) return [notice('joined', after.joinedOn ?? today)]

  if (before.leftOn !== after.leftOn) {
    const leaving = waitsAs('left')
    const withdrawn = leaving === undefined ? [] : [withdraw(leaving)]
    if (after.leftOn !== undefined) return [...withdrawn, notice('left', after.leftOn)]
    // Who comes back on the very next day has never been away.
    const stayed = before.leftOn !== undefined && after.joinedOn === addDays(before.leftOn, 1)
    return stayed && leaving !== undefined ? withdrawn : [notice('joined', after.joinedOn ?? today)]
  }

  const joining = waitsAs('joined')
  if (joining !== undefined) {
    const on = after.joinedOn ?? joining.on
    if (on !== joining.on) return [withdraw(joining), notice('joined', on)]
    return amend(joining, { roles: rolesOf(after) })
  }
  if (sameRoles(rolesOf(before), rolesOf(after)) || hasLeft(after, today)) return []
  const moving = waitsAs('role_changed')
  if (moving === undefined) return [notice('role_changed', today, rolesOf(before))]
  return sameRoles(moving.rolesBefore ?? [], rolesOf(after))
    ? [withdraw(moving)]
    : amend(moving, { roles: rolesOf(after) })
}

function withdraw(change: StaffChange): FilingStep {
  return { action: 'withdrawn', before: change, after: { ...change, status: 'withdrawn' } }
}

function amend(change: StaffChange, { roles }: Pick<StaffChange, 'roles'>): FilingStep[] {
  return sameRoles(change.roles, roles)
    ? []
    : [{ action: 'amended', before: change, after: { ...change, roles } }]
}

function staffChange(
  told: {
    readonly kind: StaffChangeKind
    readonly on: CalendarDate
    readonly person: Staff
    readonly seen: Staff | undefined
    readonly rolesBefore: RoleCode[] | undefined
  },
  { dealerId, settings }: FilingFacts['dealer'],
  stamp: Stamp,
): StaffChange {
  const { kind, on, person, seen, rolesBefore } = told
  const version = String(seen?.version ?? 0)
  return {
    ...unwritten(stamp),
    dealerId,
    staffChangeId: idFor('staffChange', dealerId, person.staffId, kind, version),
    staffId: person.staffId,
    kind,
    on,
    roles: rolesOf(person),
    rolesBefore,
    status: staffChangeMachine.starts[0],
    filings: systemsOf(settings),
  }
}

/** The systems of the manufacturers that are expected now; a dealer that has named none files all the same. */
function systemsOf({ manufacturers }: Dealer['settings']): Filing[] {
  const named = manufacturers.filter(({ enabled }) => enabled).map(({ zh, en }) => ({ zh, en }))
  const systems = named.length > 0 ? named : [{ zh: '厂家系统', en: 'Manufacturer systems' }]
  return systems.map((each, index) => ({ system: index + 1, ...each }))
}

function sameRoles(some: readonly RoleCode[], others: readonly RoleCode[]): boolean {
  const [main, ...further] = some
  const [otherMain, ...otherFurther] = others
  return main === otherMain && [...further].sort().join() === [...otherFurther].sort().join()
}

function hasLeft({ leftOn }: Staff, today: CalendarDate): boolean {
  return leftOn !== undefined && leftOn < today
}
