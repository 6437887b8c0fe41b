import { it } from 'vitest'
import * as effects from '../../../shared/http/routes/notice-effects.ts'
import * as teachings from '../../../shared/http/routes/notice-teachings.ts'
import * as verbs from '../../../shared/http/routes/notice-verbs.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { noticeEffectRecord } from '../../../shared/store/notice-effects.ts'
import { noticeRecord } from '../../../shared/store/notices.ts'
import { proposedPricesRecord } from '../../../shared/store/proposed-prices.ts'
import { stampAt } from '../../support/builders.ts'
import { noticeEffectOf, noticeOf, proposedPricesOf } from '../../support/notice-builders.ts'
import { puts, save } from '../../support/store.ts'
import { plainMail } from '../../unit/manufacturer-notices/mails.ts'
import { oemA } from '../../unit/manufacturer-notices/receiving.ts'
import { shown, type Race } from './race.ts'

/** Notices are taken note of, corrected, answered and closed, and let out of quarantine, by several at once. */
export function noticesAtOnce(race: () => Race): void {
  const seen = ({ body }: { body: { noticeId: string; etag: string } }) => ({
    params: { noticeId: body.noticeId },
    ifMatch: body.etag,
  })

  it('a notice takes each of its steps once', async () => {
    const { store } = race()
    const dealer = (await store.dealers.byId('D001'))!
    const manufacturers = [oemA]
    await save(
      store,
      dealerRecord.put(
        { ...dealer, settings: { ...dealer.settings, manufacturers } },
        stampAt(dealer.updatedAt),
      ),
      ...puts(noticeRecord, noticeOf('one'), noticeOf('two')),
    )
    const [one, two] = ['one', 'two'].map((name) => ({
      params: { noticeId: noticeOf(name).noticeId },
      ifMatch: '"1"',
    }))
    let notice = await race().once(verbs.correctNotice, { ...one!, body: shown(verbs.correctNotice) })
    notice = await race().once(verbs.acknowledgeNotice, seen(notice))
    notice = await race().once(verbs.draftAnswer, { ...seen(notice), body: shown(verbs.draftAnswer) })
    notice = await race().once(verbs.withdrawAnswer, seen(notice))
    notice = await race().once(verbs.draftAnswer, { ...seen(notice), body: shown(verbs.draftAnswer) })
    notice = await race().once(verbs.approveAnswer, seen(notice))
    await race().once(verbs.reopenNotice, seen(notice))
    await race().once(verbs.closeNotice, { ...two!, body: shown(verbs.closeNotice) })
  })

  it('quarantine is left, emptied and filled again once', async () => {
    const { store, api } = race()
    const kept = { status: 'quarantined', trusted: false, fileKey: 'inbox/kept' } as const
    api.files.stored.set('inbox/kept', plainMail('关于培训的通知', '请查阅。'))
    await save(store, ...puts(noticeRecord, noticeOf('three', kept), noticeOf('four', kept)))
    const [three, four] = ['three', 'four'].map((name) => ({
      params: { noticeId: noticeOf(name).noticeId },
      ifMatch: '"1"',
    }))
    await race().once(verbs.releaseNotice, three!)
    const notice = await race().once(verbs.discardNotice, {
      ...four!,
      body: shown(verbs.discardNotice),
    })
    await race().once(verbs.restoreNotice, seen(notice))
  })

  it('what a notice brings is decided, tried again and taken back once', async () => {
    const { store } = race()
    const price = { kind: 'parts_price', found: 1, dueAt: undefined } as const
    const failed = { code: 'broke-off', during: 'working', at: noticeOf('six').receivedAt } as const
    const names = ['six', 'seven', 'eight'] as const
    await save(
      store,
      ...puts(noticeRecord, ...names.map((name) => noticeOf(name))),
      ...puts(
        noticeEffectRecord,
        noticeEffectOf('six', { ...price, status: 'proposed' }),
        noticeEffectOf('seven', { ...price, status: 'proposed' }),
        noticeEffectOf('eight', { status: 'failed', failed, dueAt: undefined }),
      ),
      ...puts(proposedPricesRecord, proposedPricesOf('six', ['P-1']), proposedPricesOf('seven', ['P-1'])),
    )
    const [six, seven, eight] = names.map((name) => ({
      params: { noticeId: noticeOf(name).noticeId },
      ifMatch: '"1"',
    }))
    await race().once(effects.acceptEffect, { ...six!, body: shown(effects.acceptEffect) })
    await race().once(effects.declineEffect, { ...seven!, body: shown(effects.declineEffect) })
    const effect = await race().once(effects.retryEffect, eight!)
    await race().once(effects.withdrawEffect, { ...seen(effect), body: shown(effects.withdrawEffect) })
  })

  it('what was taught is forgotten once', async () => {
    const { ask, store } = race()
    await save(store, ...puts(noticeRecord, noticeOf('five')))
    const { noticeId } = noticeOf('five')
    await ask(verbs.correctNotice, {
      params: { noticeId },
      ifMatch: '"1"',
      body: { kind: 'training', role: 'trainer', always: true },
    })
    const [[rule], [routing]] = await Promise.all([
      store.noticeTeachings.rules('D001'),
      store.noticeTeachings.routings('D001'),
    ])
    const gone = { audited: false, late: 'not-found' } as const
    const etag = (version: number) => `"${String(version)}"`
    await race().once(
      teachings.forgetNoticeRule,
      { params: { ruleId: rule!.ruleId }, ifMatch: etag(rule!.version) },
      gone,
    )
    await race().once(
      teachings.forgetNoticeRouting,
      { params: { kind: routing!.kind }, ifMatch: etag(routing!.version) },
      gone,
    )
  })
}
