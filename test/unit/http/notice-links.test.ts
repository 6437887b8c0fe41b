import { beforeEach, describe, expect, it } from 'vitest'
import { acknowledgeByLink, openNoticeLink } from '../../../shared/http/routes/notice-links.ts'
import * as verbs from '../../../shared/http/routes/notice-verbs.ts'
import type { Notice } from '../../../shared/domain/notice.ts'
import { throughHandler } from '../../support/api-client.ts'
import { local, staffIdOf } from '../../support/builders.ts'
import { plainMail } from '../manufacturer-notices/mails.ts'
import { startNotices, type Rig } from './notice-rig.ts'

let rig: Rig
let notice: Notice
let token: string
beforeEach(async () => {
  rig = await startNotices()
  notice = await rig.receive('a', plainMail('关于<b>12月</b>配件订货日历的通知', '请于11月25日前回复确认。'))
  token = /notice-links\/(\S+)/.exec(rig.body(rig.messages()[0]!).text)![1]!
})
const page = async (method: 'GET' | 'POST', asked = token) => {
  const route = method === 'GET' ? openNoticeLink : acknowledgeByLink
  const reply = await rig.as(undefined)(route, { params: { token: asked } })
  if (!reply.ok) throw new Error(reply.problem.code)
  return reply.body
}
const now = () => rig.noticeById(notice.noticeId)

describe('the link of a mail', () => {
  it('shows what the notice is about and one button, and looking at it changes nothing', async () => {
    const commits = rig.table.commits.length
    const shown = await page('GET')
    expect(shown).toContain('关于&lt;b&gt;12月&lt;/b&gt;配件订货日历的通知')
    expect(shown).toContain('请于11月25日前反馈厂家')
    expect(shown.match(/<button/g)).toHaveLength(1)
    expect(rig.table.commits).toHaveLength(commits)
    expect(await now()).toMatchObject({ status: 'received', readBy: [] })
  })

  it('takes note in the name of who was mailed, and ends what was owed of it', async () => {
    expect(await page('POST')).toContain('已确认查阅')
    expect(await now()).toMatchObject({
      status: 'acknowledged',
      acknowledged: { by: staffIdOf('P1'), via: 'link', at: local('2026-11-23 10:00') },
      readBy: [{ staffId: staffIdOf('P1') }],
    })
    const states = rig.deadlines().map(({ cause, state }) => [cause.code, state])
    expect(states).toEqual(
      expect.arrayContaining([
        ['manufacturer-notice-acknowledge', 'done'],
        ['manufacturer-notice-feedback', 'open'],
      ]),
    )
  })

  it('is good once, also for two at the same moment, and says that it was used', async () => {
    const both = await Promise.all([page('POST'), page('POST')])
    expect(both.filter((each) => each.includes('已确认查阅'))).toHaveLength(1)
    expect(both.filter((each) => each.includes('无需再确认'))).toHaveLength(1)
    const { version } = await now()
    expect(await page('POST')).toContain('无需再确认')
    expect(await page('GET')).not.toContain('<button')
    expect((await now()).version).toBe(version)
  })

  it('is good for a week and no longer', async () => {
    rig.moveTo(local('2026-11-30 10:00'))
    expect(await page('GET')).toContain('<button')
    rig.moveTo(local('2026-11-30 10:01'))
    expect(await page('GET')).toContain('链接已过期')
    expect(await page('POST')).toContain('链接已过期')
    expect(await now()).toMatchObject({ status: 'received' })
  })

  it('does nothing where note was taken otherwise', async () => {
    await rig.verb(verbs.acknowledgeNotice, notice.noticeId)
    const { version } = await now()
    expect(await page('POST')).toContain('无需再确认')
    expect((await now()).version).toBe(version)
  })

  it('is good no more where the notice was handed on, and that of whom it was handed on to is', async () => {
    await rig.verb(verbs.correctNotice, notice.noticeId, { ownerId: staffIdOf('T1') })
    expect(await page('GET')).not.toContain('<button')
    expect(await page('POST')).toContain('已转交他人')
    expect(await now()).toMatchObject({ status: 'received', readBy: [{ staffId: staffIdOf('I1') }] })
    const mail = rig.messages().find(({ recipient }) => recipient.id === staffIdOf('T1'))!
    const theirs = /notice-links\/(\S+)/.exec(rig.body(mail).text)![1]!
    expect(await page('POST', theirs)).toContain('已确认查阅')
    expect(await now()).toMatchObject({ acknowledged: { by: staffIdOf('T1'), via: 'link' } })
  })

  it.each([
    ['a letter is another', (good: string) => `${good.slice(0, -1)}x`],
    ['it names another dealer', (good: string) => good.replace('D001', 'D002')],
    ['it is no token at all', () => 'x'],
    ['it names no dealer', (good: string) => good.slice(5)],
  ])('leads nowhere when %s', async (_, forged) => {
    expect(await page('GET', forged(token))).toContain('链接无效')
    expect(await page('POST', forged(token))).toContain('链接无效')
    expect(await now()).toMatchObject({ status: 'received' })
  })

  it('runs nothing, loads nothing, is framed by nobody, and tells its address to nobody', async () => {
    const { headers, body } = await throughHandler(
      rig.handler,
      undefined,
    )({
      method: 'GET',
      target: `/notice-links/${token}`,
      headers: {},
      body: undefined,
    })
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
    expect(body).not.toMatch(/<script|<img|<link|https?:/)
    expect(JSON.stringify(rig.log.lines)).not.toContain(token)
  })

  it('stands in no table: only its hash does', () => {
    expect(JSON.stringify(rig.table.all())).not.toContain(token.slice(5))
  })
})
