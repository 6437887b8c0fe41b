import { claimStatementMachine } from '../../shared/domain/claim-statement-machine.ts'
import { MOST_STATEMENT_LINES, type ClaimStatement } from '../../shared/domain/claim-statement.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { verdictOn } from '../../shared/domain/machine.ts'
import { withFaults } from '../../shared/domain/notice-effect.ts'
import type { Notice } from '../../shared/domain/notice.ts'
import { unwritten } from '../../shared/domain/record.ts'
import { dateIn } from '../../shared/domain/time.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { changeWrites } from '../../shared/store/audit.ts'
import { claimStatementRecord, statementIdOf } from '../../shared/store/claim-statements.ts'
import {
  applied,
  effectFault,
  failed,
  noListFound,
  nowhere,
  undone,
  type EffectContext,
  type EffectWork,
  type StepOf,
} from './effect-step.ts'
import type { NoticeFacts } from './fact-sheet.ts'
import { settlementNumber } from './settlement-number.ts'

type SettlementLine = NoticeFacts['settlementLines'][number]

/** A settlement is shown beside the claims, as if it had been handed in; it settles nothing before a person accepts it. */
export const settlementEffect: EffectWork = { work: takeIn, undo: takeBack }

/** One statement a step: a long settlement is several, as none may have more than 500 lines. */
async function takeIn(...[effect, context]: Parameters<StepOf>): ReturnType<StepOf> {
  const { notice, facts, dealer, stamp, store } = context
  const { settlementLines } = facts
  const { dealerId } = dealer
  const [first, ...others] = settlementLines.slice(effect.done, effect.done + MOST_STATEMENT_LINES)
  const found = settlementLines.length
  if (found === 0) return { effect: noListFound(effect, context), writes: [] }
  if (first === undefined) return { effect: applied({ ...effect, found }), writes: [] }
  const manufacturer = manufacturerOf(notice, dealer)
  if (manufacturer === undefined)
    return { effect: failed({ ...effect, found }, 'manufacturer-unknown', stamp), writes: [] }
  const lines = [first, ...others]
  const number = numberOf(effect.done, context)
  const statementId = statementIdOf(dealerId, manufacturer, number)
  const further = { ...effect, found, done: effect.done + lines.length }
  const before = await store.claimStatements.byId(dealerId, statementId)
  // It had come so far before it broke off and was tried again.
  if (before !== undefined && before.status !== 'withdrawn' && effect.statementIds.includes(statementId))
    return { effect: { ...further, applied: effect.applied + lines.length }, writes: [] }
  if (before !== undefined && !wasTakenBackWithNotice(before, context)) {
    const left = withFaults(further, [effectFault({ code: 'statement-there', at: first.at })])
    return { effect: { ...left, skipped: effect.skipped + lines.length }, writes: [] }
  }
  const statement: ClaimStatement = {
    ...(before ?? unwritten(stamp)),
    dealerId,
    statementId,
    manufacturer,
    number,
    statedOn: dateIn(notice.sentAt ?? notice.receivedAt, dealer.zone),
    status:
      before === undefined ? 'shown' : stateAfter(claimStatementMachine, before.status, 'take-in-again'),
    lines: lines.map(lineOf),
  }
  const change = { id: statementId, action: 'taken-in', before, after: statement }
  return {
    effect: {
      ...further,
      applied: effect.applied + lines.length,
      statementIds: [...new Set([...effect.statementIds, statementId])],
    },
    writes: changeWrites(claimStatementRecord, change, stamp),
  }
}

/** Withdrawn by this job, because its notice was called one of another kind: what a person withdrew stays so. */
function wasTakenBackWithNotice({ status, updatedBy }: ClaimStatement, { stamp }: EffectContext): boolean {
  return status === 'withdrawn' && updatedBy === stamp.by
}

/** Where the notice was let out of quarantine nobody knows by its address whose it is, but a dealer of one knows. */
function manufacturerOf({ manufacturer }: Notice, { settings }: Dealer): string | undefined {
  const [only, ...others] = settings.manufacturers
  return manufacturer ?? (others.length === 0 ? only?.zh : undefined)
}

/** The number of the statement that begins with that line: of several each has its own. */
function numberOf(line: number, { notice, facts }: EffectContext): string {
  const number = settlementNumber(notice)
  return facts.settlementLines.length <= MOST_STATEMENT_LINES
    ? number
    : `${number}-${String(Math.floor(line / MOST_STATEMENT_LINES) + 1)}`
}

function lineOf({ claimNumber, amountFen, at }: SettlementLine): ClaimStatement['lines'][number] {
  // The subject of a mail is line 0 of it.
  return { row: Math.max(1, at.row), claimNumber, amountFen }
}

/** What nobody has accepted is withdrawn; what is settled stays so, and is told. */
async function takeBack(...[effect, { dealer, stamp, store }]: Parameters<StepOf>): ReturnType<StepOf> {
  const { dealerId } = dealer
  const statementId = effect.statementIds[effect.done]
  if (statementId === undefined) return { effect: undone(effect, stamp), writes: [] }
  const further = { ...effect, done: effect.done + 1 }
  const before = await store.claimStatements.byId(dealerId, statementId)
  if (before === undefined || !verdictOn(claimStatementMachine, before.status, 'withdraw').taken) {
    const stays =
      before?.status === 'accepted' ? [effectFault({ code: 'statement-accepted', at: nowhere })] : []
    return { effect: withFaults(further, stays), writes: [] }
  }
  const status = stateAfter(claimStatementMachine, before.status, 'withdraw')
  const change = { id: statementId, action: 'withdrawn', before, after: { ...before, status } }
  return { effect: further, writes: changeWrites(claimStatementRecord, change, stamp) }
}
