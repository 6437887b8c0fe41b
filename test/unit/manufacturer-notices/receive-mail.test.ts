import { beforeEach, describe, expect, it } from 'vitest'
import { MailMissing } from '../../../functions/manufacturer-notices/bytes-at.ts'
import { receiveMail } from '../../../functions/manufacturer-notices/receive-mail.ts'
import { readLinkToken } from '../../../shared/domain/notice-link.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { absenceIdOf, day, local, staffIdOf } from '../../support/builders.ts'
import { notificationOf, openInbox, type Inbox } from './inbox.ts'
import { encodedWord, goodStamp, plainMail, rawMail } from './mails.ts'

const calendar = (text = '请于11月25日前回复确认。') => plainMail('关于12月配件订货日历的通知', text)
/** A mail with two files and the sender's own id. */
const withFiles = (id: string) =>
  rawMail(
    [
      ...goodStamp,
      'From: =?utf-8?B?5ZSu5ZCO5pyN5Yqh6YOo?= <service@oem-a.example>',
      'Date: Mon, 23 Nov 2026 08:12:00 +0800',
      `Message-ID: <${id}@oem-a.example>`,
      `Subject: ${encodedWord('关于12月配件订货日历的通知')}`,
      'Content-Type: multipart/mixed; boundary=b',
    ],
    [
      '--b',
      'Content-Type: text/plain; charset=utf-8',
      '',
      '请回复。',
      '--b',
      'Content-Type: text/csv; name=days.csv',
      'Content-Disposition: attachment; filename=days.csv',
      '',
      '日期,类型',
      '2026-12-03,=cmd|calc!A1',
      '--b',
      'Content-Type: text/html; name="../../x.html"',
      'Content-Disposition: attachment; filename="../../x.html"',
      '',
      '<script>alert(1)</script>',
      '--b--',
    ].join('\r\n'),
  )

let inbox: Inbox
beforeEach(async () => {
  inbox = await openInbox()
})
const theOnly = <Value>(values: readonly Value[]): Value => {
  expect(values).toHaveLength(1)
  return values[0]!
}

describe('a mail of the manufacturer', () => {
  it('becomes a notice of the role whose work it is, and its holder is mailed', async () => {
    await inbox.receive('ses-1', calendar())
    const notice = theOnly(inbox.notices())
    expect(notice).toMatchObject({
      status: 'received',
      kind: 'parts_order_calendar',
      role: 'parts_supervisor',
      ownerId: staffIdOf('P1'),
      manufacturer: '甲汽车',
      answerBy: '2026-11-25',
      trusted: true,
      distrust: [],
      repeated: 0,
      receivedAt: local('2026-11-23 10:00'),
    })
    const message = theOnly(inbox.messages())
    expect(message).toMatchObject({
      recipient: { kind: 'staff', id: staffIdOf('P1') },
      channel: 'mail',
      text: '【厂家通知】配件订货日历：关于12月配件订货日历的通知（11月25日前反馈）',
    })
    expect(inbox.body(message).text).toContain('请于11月25日前回复确认。')
  })

  it('starts what is owed: to take note by the end of the day, to answer by the day that it asks for', async () => {
    await inbox.receive('ses-1', calendar())
    const owed = inbox.deadlines().map(({ cause, dueAt, assignedTo, role }) => ({
      code: cause.code,
      dueAt,
      assignedTo,
      role,
    }))
    const whose = { assignedTo: staffIdOf('P1'), role: 'parts_supervisor' }
    expect(owed).toHaveLength(2)
    expect(owed).toEqual(
      expect.arrayContaining([
        { code: 'manufacturer-notice-acknowledge', dueAt: local('2026-11-23 18:00'), ...whose },
        { code: 'manufacturer-notice-feedback', dueAt: local('2026-11-25 18:00'), ...whose },
      ]),
    )
  })

  it('is to be taken note of alone where it asks for nothing', async () => {
    await inbox.receive('ses-1', calendar('附件为12月订货日历。'))
    expect(theOnly(inbox.deadlines()).cause.code).toBe('manufacturer-notice-acknowledge')
    expect(theOnly(inbox.notices()).answerBy).toBeUndefined()
  })

  it('lays its files out under safe names, never under the type that it says', async () => {
    await inbox.receive('ses-1', withFiles('1'))
    const { noticeId, attachments } = theOnly(inbox.notices())
    const key = (name: string) => `notices/D001/${noticeId}/${name}`
    expect(attachments.map(({ name, fileKey }) => [name, fileKey])).toEqual([
      ['days.csv', key('days.csv')],
      ['x.html', key('x.html')],
    ])
    expect([...inbox.files.stored.keys()].filter((each) => each.startsWith('notices/'))).toHaveLength(2)
  })

  it('passes on no formula and nothing that runs', async () => {
    await inbox.receive('ses-1', withFiles('1'))
    const { attachments, html } = inbox.body(theOnly(inbox.messages()))
    const { filename, contentType, base64 } = theOnly(attachments)
    expect([filename, contentType]).toEqual(['days.csv', 'application/octet-stream'])
    expect(Buffer.from(base64, 'base64').toString()).toContain("'=cmd|calc!A1")
    expect(html).not.toContain('<script>')
    expect(html).toContain('x.html（该类型的文件可能含有程序或宏，请在系统中下载）')
  })

  it('of which SES tells twice is one', async () => {
    await inbox.receive('ses-1', calendar())
    const before = inbox.table.commits.length
    await inbox.receive('ses-1', calendar())
    expect(inbox.table.commits).toHaveLength(before)
    expect(theOnly(inbox.mails())).toMatchObject({ noticeId: theOnly(inbox.notices()).noticeId })
  })

  it('that comes again is one notice and counted, and nobody is mailed again', async () => {
    await inbox.receive('ses-1', calendar())
    await inbox.receive('ses-2', calendar())
    const notice = theOnly(inbox.notices())
    expect(notice.repeated).toBe(1)
    expect(await inbox.mail('ses-2')).toMatchObject({ noticeId: notice.noticeId, repeats: notice.mailId })
    theOnly(inbox.messages())
  })

  it('with another content under a known id is kept, and each tells of the other', async () => {
    await inbox.receive('ses-1', calendar())
    await inbox.receive('ses-2', calendar('更正：请于11月27日前回复确认。'))
    const ids = inbox.notices().map(({ noticeId }) => noticeId)
    expect(ids).toHaveLength(2)
    const known = await inbox.store.notices.underSenderId('D001', '1@oem-a.example')
    expect([...known!.notices].sort()).toEqual([...ids].sort())
    expect(inbox.messages()).toHaveLength(2)
  })

  it.each([
    ['of which SES told twice', 'ses-1', 'ses-1'],
    ['that came twice', 'ses-1', 'ses-2'],
  ])('%s, taken in by two at once, is one, and the link in its mail is good', async (_, one, two) => {
    const waiting: (() => void)[] = []
    /** The first two commits wait for each other. */
    const together = () =>
      new Promise<void>((go) => {
        waiting.push(go)
        if (waiting.length === 2) for (const each of waiting) each()
        if (waiting.length > 2) go()
      })
    let isRace = false
    inbox = await openInbox({
      before: (operation) => (isRace && operation === 'commit' ? together() : Promise.resolve()),
    })
    isRace = true
    await Promise.all([inbox.receive(one, calendar()), inbox.receive(two, calendar())])
    expect(waiting.length).toBeGreaterThan(1)
    const { noticeId } = theOnly(inbox.notices())
    const [, token = ''] = /notice-links\/(\S+)/.exec(inbox.body(theOnly(inbox.messages())).text) ?? []
    const { dealerId, secretHash } = readLinkToken(token)!
    expect(await inbox.store.noticeLinks.byHash(dealerId, secretHash)).toMatchObject({ noticeId })
  })

  it('goes to the deputy of who is away, and up where nobody holds the role', async () => {
    const [holder] = (await inbox.store.staff.ofDealer('D001')).filter(({ number }) => number === 'P1')
    const away = {
      absenceId: absenceIdOf('a'),
      kind: 'annual',
      from: day('2026-11-20'),
      until: day('2026-11-30'),
    }
    const absent = { ...holder!, absences: [away], deputies: [{ deputyId: staffIdOf('I1') }] }
    await inbox.store.commit([staffRecord.put(absent as never, { at: inbox.clock.now(), by: 'test' })])
    await inbox.receive('ses-1', calendar())
    expect(theOnly(inbox.notices()).ownerId).toBe(staffIdOf('I1'))
    await inbox.receive('ses-2', plainMail('关于技术通报TB-1的通知', '请查阅。'))
    expect(inbox.notices().find(({ role }) => role === 'technical_supervisor')?.ownerId).toBe(staffIdOf('M1'))
  })

  it('is owed from the next working morning on where it comes in the evening', async () => {
    inbox.moveTo(local('2026-11-23 21:00'))
    await inbox.receive('ses-1', calendar('附件为12月订货日历。'))
    expect(theOnly(inbox.deadlines()).dueAt).toBe(local('2026-11-24 18:00'))
  })
})

describe('a mail that cannot be trusted', () => {
  it('is kept apart with its reasons: nobody is mailed, nothing is owed, no file is laid out', async () => {
    await inbox.receive('ses-1', withFiles('1'), { failed: ['dkim', 'dmarc'] })
    expect(theOnly(inbox.notices())).toMatchObject({
      status: 'quarantined',
      trusted: false,
      kind: 'unclassified',
      role: 'information_clerk',
      ownerId: staffIdOf('I1'),
      distrust: [{ code: 'dkim-failed' }, { code: 'dmarc-failed' }],
      attachments: [{ name: 'days.csv' }, { name: 'x.html' }],
    })
    expect(inbox.notices()[0]!.attachments.every(({ fileKey }) => fileKey === undefined)).toBe(true)
    expect(inbox.messages()).toEqual([])
    expect(inbox.deadlines()).toEqual([])
    expect([...inbox.files.stored.keys()]).toEqual(['inbox/ses-1'])
  })

  it('never comes before the manufacturer’s own, nor vanishes in it', async () => {
    await inbox.receive('ses-1', calendar(), { failed: ['virus'] })
    await inbox.receive('ses-2', calendar())
    await inbox.receive('ses-3', calendar(), { failed: ['virus'] })
    const states = inbox.notices().map(({ status, repeated }) => [status, repeated])
    expect(states).toHaveLength(2)
    expect(states).toEqual(
      expect.arrayContaining([
        ['quarantined', 1],
        ['received', 0],
      ]),
    )
    theOnly(inbox.messages())
  })
})

describe('a mail that is none', () => {
  it('of a program makes no notice and is kept', async () => {
    await inbox.receive(
      'ses-1',
      plainMail('自动回复：收到', '我不在办公室', ['Auto-Submitted: auto-replied']),
    )
    expect(inbox.notices()).toEqual([])
    expect(theOnly(inbox.mails())).toMatchObject({ kind: 'automatic', fileKey: 'inbox/ses-1' })
  })

  it('of our own that comes back makes no notice', async () => {
    await inbox.receive('ses-1', plainMail('【厂家通知】召回', 'x', ['X-After-Sales-Mail: 1']))
    expect(inbox.notices()).toEqual([])
  })

  it('that cannot be read is kept, shown as such, and the clerk is told', async () => {
    await inbox.receive('ses-1', Buffer.from(''))
    expect(theOnly(inbox.notices())).toMatchObject({ unreadable: 'empty', text: '', status: 'quarantined' })
    expect(theOnly(inbox.mails())).toMatchObject({ unreadable: 'empty', fileKey: 'inbox/ses-1' })
  })

  it('for nobody of ours is told of in the log and left where it lies', async () => {
    await inbox.receive('ses-1', calendar(), { to: 'nobody@inbox.example' })
    expect(inbox.mails()).toEqual([])
    expect(inbox.log.lines).toEqual([
      { level: 'warn', code: 'MAIL_FOR_NOBODY', fields: { fileKey: 'inbox/ses-1' } },
    ])
  })

  it('that is not where SES has put it comes again', async () => {
    await expect(receiveMail(notificationOf('ses-1'), inbox)).rejects.toThrow(MailMissing)
  })
})

it('an address in capital letters is the same dealer’s, and no other dealer has anything of it', async () => {
  await inbox.receive('ses-1', calendar(), { to: 'd001@INBOX.example' })
  expect(theOnly(inbox.notices()).dealerId).toBe('D001')
})

it('the logs say what a mail became and nothing of what it says', async () => {
  await inbox.receive('ses-1', withFiles('1'))
  await inbox.receive('ses-2', withFiles('1'), { failed: ['spf'] })
  const said = JSON.stringify(inbox.log.lines)
  expect(inbox.log.lines.map(({ code, fields }) => [code, fields['became']])).toEqual([
    ['MAIL_RECEIVED', 'notice'],
    ['MAIL_RECEIVED', 'notice'],
  ])
  for (const word of ['service@oem-a.example', '售后服务部', '订货', 'days.csv'])
    expect(said).not.toContain(word)
})
