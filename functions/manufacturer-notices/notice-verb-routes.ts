import type { Notice } from '../../shared/domain/notice.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { answerDueAt, noticeTimerWrites } from '../../shared/due/plans/notice-timers.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf, type Caller } from '../../shared/http/caller.ts'
import { asSeen } from '../../shared/http/etag.ts'
import type { Answer } from '../../shared/http/respond.ts'
import * as routes from '../../shared/http/routes/notice-verbs.ts'
import type { NoticeView } from '../../shared/http/routes/notices.ts'
import { NotAllowed, NotFound, Refused } from '../../shared/runtime/errors.ts'
import { asWritten } from '../../shared/store/record-kind.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { answerIdOf, answerMail, answerWrites, isAnswerable } from './answer-mail.ts'
import type { NoticesDependencies } from './api.ts'
import { correctedNotice, teachingWrites } from './correct-notice.ts'
import { correctedEffectWrites, firstEffectWrites } from './effect-writes.ts'
import { filesOf } from './files-of.ts'
import { answerOf, readTeam, surroundingsOf } from './notice-answers.ts'
import { noticeWrites } from './notice-writes.ts'
import * as verbs from './notice-verbs.ts'
import { releasedNotice } from './release-notice.ts'
import { tellOwner } from './tell-owner.ts'
import { mayHandle, type Team } from './who-answers.ts'

/** A call of a route that changes one notice. */
interface ChangeCall {
  readonly caller: Caller
  readonly params: { readonly noticeId: string }
  /** Undefined where a reading is noted: it is of any version. */
  readonly version: number | undefined
  readonly remember?: (answer: Answer<NoticeView>) => Write[]
}

interface Context {
  readonly team: Team
  readonly stamp: Stamp
}

/** A notice as a request leaves it, and what else is written with it. */
interface Planned {
  readonly after: Notice
  readonly also?: readonly Write[]
}

/** What answers the routes that change notices: record, who did it, timers, mails and answer are one transaction. */
export function noticeVerbRoutes(dependencies: NoticesDependencies): Implementation[] {
  const { store, clock, files, inboxDomain } = dependencies
  const changed = async (
    { caller, params: { noticeId }, version, remember = () => [] }: ChangeCall,
    action: string,
    change: (notice: Notice, context: Context) => Planned | Promise<Planned>,
  ): Promise<Answer<NoticeView>> => {
    const { dealerId } = caller
    const team = await readTeam(dependencies, caller)
    const stamp = stampOf(caller, clock.now())
    const { answer } = await untilCommitted(store, async () => {
      const known = await store.notices.byId(dealerId, noticeId)
      if (known === undefined) throw new NotFound()
      if (!mayHandle(known, caller, team)) throw new NotAllowed('not-your-notice')
      const before = version === undefined ? known : asSeen(known, version)
      const { after: planned, also = [] } = await change(before, { team, stamp })
      const after = verbs.readBy(planned, caller.staffId, stamp.at)
      const [around, timers] = await Promise.all([
        surroundingsOf(dependencies, after),
        noticeTimerWrites(before, after, { store, dealer: team.dealer, stamp }),
      ])
      const told = answerOf(asWritten(before, after, stamp), around, team)
      return {
        answer: told,
        writes: [...noticeWrites({ action, before, after }, stamp), ...timers, ...also, ...remember(told)],
      }
    })
    return answer
  }
  /** Whom the notice has become, by mail, where that is another one than before. */
  const tellNewOwner = async (before: Notice, after: Notice, { team, stamp }: Context): Promise<Write[]> =>
    after.ownerId === before.ownerId
      ? []
      : tellOwner(after, await filesOf(after, files), { dealer: team.dealer, stamp }, dependencies)

  return [
    implement(routes.markNoticeRead, (call) => {
      if (call.caller.staffId === undefined) throw new NotAllowed('no-staff-record')
      return changed(call, 'read', (after) => ({ after }))
    }),
    implement(routes.acknowledgeNotice, (call) =>
      changed(call, 'acknowledged', (notice, { stamp }) => ({
        after: verbs.acknowledged(notice, stamp, 'api'),
      })),
    ),
    implement(routes.correctNotice, (call) =>
      changed(call, 'corrected', async (notice, context) => {
        const { team, stamp } = context
        const kind = call.body.kind ?? notice.kind
        const routing = await store.noticeTeachings.routingOf(notice.dealerId, kind)
        const after = correctedNotice(notice, call.body, { team, routing, by: stamp.by })
        const [taught, told, effect] = await Promise.all([
          teachingWrites(notice, after, call.body, { store, stamp }),
          tellNewOwner(notice, after, context),
          correctedEffectWrites(notice, after, { store, stamp }),
        ])
        return { after, also: [...taught, ...told, ...effect] }
      }),
    ),
    implement(routes.draftAnswer, (call) =>
      changed(call, 'drafted', (notice, { stamp }) => ({
        after: verbs.drafted(notice, call.body.text, stamp),
      })),
    ),
    implement(routes.withdrawAnswer, (call) =>
      changed(call, 'withdrawn', (notice) => ({ after: verbs.withdrawn(notice) })),
    ),
    implement(routes.approveAnswer, (call) => {
      const { staffId, dealerId } = call.caller
      if (staffId === undefined) throw new NotAllowed('no-staff-record')
      return changed(call, 'approved', async (notice, { team, stamp }) => {
        const { dealer, staff } = team
        const late = notice.answerBy !== undefined && answerDueAt(notice.answerBy, dealer) < stamp.at
        const after = verbs.approved(notice, stamp, { messageId: answerIdOf(notice), late })
        if (!isAnswerable(notice, dealer)) throw new Refused('answer-unaddressed')
        const signedBy = staff.find((each) => each.staffId === staffId)?.name ?? ''
        const replyTo = `${dealerId}@${inboxDomain}`
        const content = answerMail(notice, notice.answer?.text ?? '', { dealer, signedBy, replyTo })
        return { after, also: await answerWrites(notice, content, files, stamp) }
      })
    }),
    implement(routes.closeNotice, (call) =>
      changed(call, 'closed', (notice, { stamp }) => ({
        after: verbs.closed(notice, call.body.reason, stamp),
      })),
    ),
    implement(routes.reopenNotice, (call) =>
      changed(call, 'reopened', (notice) => ({ after: verbs.reopened(notice) })),
    ),
    implement(routes.releaseNotice, (call) => {
      if (call.caller.staffId === undefined) throw new NotAllowed('no-staff-record')
      return changed(call, 'released', async (notice, { team, stamp }) => {
        const released = await releasedNotice(notice, team, stamp, dependencies)
        const told = await tellOwner(
          released.notice,
          released.files,
          { dealer: team.dealer, stamp },
          dependencies,
        )
        return { after: released.notice, also: [...told, ...firstEffectWrites(released.notice, stamp)] }
      })
    }),
    implement(routes.discardNotice, (call) =>
      changed(call, 'discarded', (notice, { stamp }) => ({
        after: verbs.discarded(notice, call.body.reason, stamp),
      })),
    ),
    implement(routes.restoreNotice, (call) =>
      changed(call, 'restored', (notice) => ({ after: verbs.restored(notice) })),
    ),
  ]
}
