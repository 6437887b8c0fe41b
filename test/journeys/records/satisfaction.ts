import PostalMime from 'postal-mime'
import { expect, it } from 'vitest'
import { local } from '../../support/builders.ts'
import type { Desk } from './desk.ts'

/** Wednesday is the 25th: before anybody calls it is told how content customers were. */
export function theBulletinOfThe25th(desk: () => Desk): void {
  it('what the calls came to is mailed, with what was said, and without who said it', async () => {
    // Tuesday's evening was like Monday's.
    desk().stack.clock.set(local('2026-11-25 07:00'))
    await desk().stack.runUntil(local('2026-11-25 08:00'))
    const mails = desk()
      .stack.outbox.all()
      .flatMap((message) => (message.channel === 'mail' ? [message] : []))
      .filter(({ subject }) => subject.startsWith('【满意度通报】'))
    // Nobody is front-desk supervisor here: the service manager is both of its readers.
    expect(mails.map(({ subject }) => subject)).toEqual([
      '【满意度通报】11月13日—11月24日：平均 4.0 分，接通率 100.0%',
    ])
    const { text } = await PostalMime.parse(Buffer.from(mails[0]!.raw, 'base64'))
    expect(text).toContain('“客户说刹车还响”')
    expect(text).toContain('回访引发抱怨 1 件：按时答复 1 件')
  })
}
