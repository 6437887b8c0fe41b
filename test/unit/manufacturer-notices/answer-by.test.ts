import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerBy } from '../../../functions/manufacturer-notices/answer-by.ts'
import { addDays, CalendarDate, Instant, Zone } from '../../../shared/domain/time.ts'
import { workingDaysAfter } from '../../../shared/domain/working-days.ts'

const zone = Zone.parse('Asia/Shanghai')
/** Monday, 23 November 2026, 08:12 in Shanghai. */
const monday = Instant.parse('2026-11-23T00:12:00.000Z')
const of = (text: string, subject = '通知', sentAt = monday) => answerBy({ subject, text }, { sentAt, zone })
const dateOf = (text: string, subject?: string, sentAt?: Instant) => of(text, subject, sentAt).date

describe('the day to answer by', () => {
  it.each([
    ['请于11月28日前回复。', '2026-11-28'],
    ['请于11月28日（含）之前反馈。', '2026-11-28'],
    ['请于11月28日（周六）17:00前提交报名表。', '2026-11-28'],
    ['请于11月28日下午5点前提交。', '2026-11-28'],
    ['请于11月28日下班前反馈。', '2026-11-28'],
    ['请于11月28日24时前反馈', '2026-11-28'],
    ['请于2026年12月5日前反馈备件需求。', '2026-12-05'],
    ['请于2026年12月5日以前反馈。', '2026-12-05'],
    ['请于2026-12-05前反馈', '2026-12-05'],
    ['反馈截止日期：2026/12/5', '2026-12-05'],
    ['请于2026.12.5之前回执', '2026-12-05'],
    ['请于20261205前回执', '2026-12-05'],
    ['请于12.5前回复', '2026-12-05'],
    ['请于12/5前回复', '2026-12-05'],
    ['请于１２月５日前回复', '2026-12-05'],
    ['请于十二月五日前回复', '2026-12-05'],
    ['请于二〇二六年十二月二十五日前回复', '2026-12-25'],
    ['请于十一月三十号前回复', '2026-11-30'],
    ['请于月底前反馈', '2026-11-30'],
    ['请于11月底前反馈', '2026-11-30'],
    ['请于本月底前反馈', '2026-11-30'],
    ['请于本月30日前上报', '2026-11-30'],
    ['请于30日前上报', '2026-11-30'],
    ['请于5日前上报', '2026-12-05'],
    ['请于下月5日前上报', '2026-12-05'],
    ['请于年底前上报', '2026-12-31'],
    ['请于下周五前回复', '2026-12-04'],
    ['请于本周五前回复', '2026-11-27'],
    ['请于周五前回复', '2026-11-27'],
    ['请于星期三前回复', '2026-11-25'],
    ['请本周内回复', '2026-11-29'],
    ['请于今日下班前回复', '2026-11-23'],
    ['请明天中午前回复', '2026-11-24'],
    ['如有疑问五个工作日内联系。', '2026-11-30'],
    ['请在3个工作日内回复', '2026-11-26'],
    ['请10日内反馈', '2026-12-03'],
    ['请一周内反馈', '2026-11-30'],
    ['请两周内反馈', '2026-12-07'],
    ['请24小时内反馈', '2026-11-24'],
    ['请48小时内反馈', '2026-11-25'],
    ['请于收到本通知后三日内回复', '2026-11-26'],
    ['自通知下发之日起5个工作日内书面回复', '2026-11-30'],
    ['请于1月5日前回复', '2027-01-05'],
    ['请于11月20日前回复', '2027-11-20'],
    ['请于11月23日前回复', '2026-11-23'],
    ['请最迟于12月5日回复', '2026-12-05'],
    ['请于12月5日回复确认。', '2026-12-05'],
    ['请不晚于12月5日书面说明原因。', '2026-12-05'],
    ['报名截止时间为12月5日。', '2026-12-05'],
    ['报名时间：11月25日至12月5日', '2026-12-05'],
    ['报名时间：11月25日-28日', '2026-11-28'],
    ['请于11月28日前，将报名表发送至邮箱。', '2026-11-28'],
    ['请各站填写附件回执，并于11月28日前发回。', '2026-11-28'],
    ['请在11月28日前完成学习，并回复确认。', '2026-11-28'],
    ['自2026年12月1日起实施召回，请服务站联系车主到店，并在2026年12月5日前反馈备件需求。', '2026-12-05'],
    ['活动时间12月1日至12月31日，请各站于12月3日前上报活动计划。', '2026-12-03'],
    ['1、12月10日起执行新价格\n2、请于12月5日前反馈意见\n3、11月26日系统停机', '2026-12-05'],
    ['请于2026年11月25日前将本站年度设备清单以及所有相关的证明材料一并\n回复至本邮箱。', '2026-11-25'],
    ['Please reply by 28 November 2026.', '2026-11-28'],
    ['Please submit the form by Dec 5, 2026.', '2026-12-05'],
    ['Kindly confirm no later than December 5th.', '2026-12-05'],
    ['Please respond within five working days.', '2026-11-30'],
    ['Feedback is due on 2026-12-05.', '2026-12-05'],
    ['逾期不候，请于12月5日前报名。', '2026-12-05'],
    ['无需打印，请于12月5日前反馈电子版。', '2026-12-05'],
    ['11月28日前未反馈的视同无异议。', '2026-11-28'],
    ['请于11月30日前填报附件表格', '2026-11-30'],
    ['请于11月30日前将回执单盖章后寄回', '2026-11-30'],
    ['务必于11月27日17：00前确认回传', '2026-11-27'],
    ['请务必于11月27日12:00前通过系统提报人员名单', '2026-11-27'],
    ['请于11月28日前提交人员信息', '2026-11-28'],
    ['请各服务站11月28日前提供VIN清单', '2026-11-28'],
    ['请于11月28日前将整改情况上报区域经理', '2026-11-28'],
    ['请于11月28日前将订单异常情况反馈', '2026-11-28'],
    ['请于11月28日前签字盖章后返回', '2026-11-28'],
    ['请于11月28日前将名单发我', '2026-11-28'],
    ['请于26年11月28日前反馈', '2026-11-28'],
    ['反馈截止日期由11月25日调整为12月2日', '2026-12-02'],
    ['提交时间从11月25日延长至12月2日', '2026-12-02'],
    ['培训由12月1日改至12月8日，请于11月30日前重新报名', '2026-11-30'],
    ['请于11月24日至11月30日期间反馈', '2026-11-30'],
    ['请于本月最后一个工作日前反馈', '2026-11-30'],
    ['请于12月最后一个工作日前反馈', '2026-12-31'],
    ['请于下个工作日前反馈', '2026-11-24'],
    ['请下周内反馈', '2026-12-06'],
    ['请于半个月内回复', '2026-12-08'],
    ['请于12月上旬反馈', '2026-12-10'],
    ['请于12月下旬前反馈', '2026-12-20'],
    ['请于12月1日0点前反馈', '2026-11-30'],
    ['请于12月1日00:00前反馈', '2026-11-30'],
    ['请于12月1日20:00前反馈', '2026-12-01'],
    ['收到本通知后，请于3个工作日内反馈', '2026-11-26'],
    ['请于收到结算单后五个工作日内反馈', '2026-11-30'],
    ['凡未完成的站点，请于11月28日前上报说明', '2026-11-28'],
  ])('of %s is %s', (text, date) => {
    expect(dateOf(text)).toBe(date)
  })

  it.each([
    '自2026年12月1日起执行新的索赔政策。',
    '11月26日22:00至次日02:00系统停机。',
    '请各站于11月26日22:00前退出系统。',
    '附件为12月订货日历，请按日历提交M订单。',
    '请于12月3日前提交M订单。',
    'M订单请于12月3日15:00前提交',
    '订单提交截止12月3日15:00',
    '今后人员变动须在三个工作日内上报',
    '凡新入职人员须三日内上报',
    '人员变更后须在三日内上报',
    '召回车辆维修完成后，请于3个工作日内上传维修照片',
    '请于收到车辆后3日内反馈',
    '生效日期由12月1日推迟至2027年1月1日，如有疑问请联系',
    '请于12月31日前为客户提供免费检测服务',
    '请于12月31日前向客户发送短信',
    '请于12月3日前完成订货。',
    '请每月5日前上报报表。',
    '每周五前提交周报。',
    '请每年12月5日前上报总结。',
    '请各站每周于周五前上报数据。',
    '按月于28日前反馈进度。',
    '请于次月10日前提交资料。',
    '请于12月1日起反馈数据。',
    '请于12月1日后与我部联系。',
    '请在12月5日召开的会议上反馈。',
    '反馈结果将于12月5日发布。',
    '请各站于12月5日前完成系统升级，升级后反馈结果。',
    '新价格12月5日前执行到位，如有疑问请联系。',
    '人员入职离职三日内在系统报备。',
    '请于人员变更后三日内上报。',
    '车辆维修完成后5个工作日内提交索赔申请。',
    '旧件收到后10日内反馈结果。',
    '自下月起，索赔旧件返厂期限调整为次月10日。',
    '请于11月28日前完成维修，无需回复。',
    '本通知自12月5日起生效，不必反馈。',
    '感谢各站于11月20日前反馈。',
    '已于11月20日前提交的站点名单见附件。',
    '请参阅12月1日发布的说明文件。',
    '会议于12月5日召开，请准时参加。',
    '您好，我正在休假，将于12月1日返回。',
    '请于12月10日前联系车主到店。',
    '12月5日前后将发布新的说明。',
    '请回复。',
    '价格12.5元，请反馈。',
    '请反馈11月20日的销售数据。',
    '感谢一周的辛苦。',
    'The new price list takes effect on 1 December 2026.',
    'No reply is needed before 5 December.',
    '> 请于11月28日前回复。',
    '见下。\n\n-----Original Message-----\n请于11月28日前回复。',
    '已处理完毕，谢谢支持。\n发件人: 张三\n发送时间: 2026年11月20日\n主题: 通知\n\n请于11月28日前回复。',
    '请知悉。\n-- \n如需回复请于11月28日前联系张三',
  ])('is none of %s', (text) => {
    expect(dateOf(text)).toBeNull()
  })

  it('stands in the subject too', () => {
    expect(dateOf('详见附件。', '请于11月28日前回复：备件调查')).toBe('2026-11-28')
    expect(dateOf('详见附件。', 'Re: 转发：11月28日前反馈备件需求')).toBe('2026-11-28')
  })

  it('is the earliest that is asked for, and says so', () => {
    expect(of('请于12月10日前提交总结。请于12月3日前上报计划。自11月25日起执行。')).toEqual({
      date: '2026-12-03',
      sentence: '请于12月3日前上报计划。',
      reason: 'earliest-of-several',
      notes: [],
    })
  })

  it('is told apart from an answer without a day, and from no answer at all', () => {
    expect(of('请尽快回复。').reason).toBe('asked-without-date')
    expect(of('请知悉。').reason).toBe('nothing-asked')
  })

  it('is the mail’s own day in the dealer’s zone, not that of UTC', () => {
    // 23 November 17:00 UTC is the 24th in Shanghai.
    expect(dateOf('请三日内回复', '', Instant.parse('2026-11-23T17:00:00.000Z'))).toBe('2026-11-27')
  })

  it('skips holidays and counts make-up working days', () => {
    // National Day 2026: 1–7 October off; Saturday 10 October worked.
    expect(dateOf('请5个工作日内回复', '', Instant.parse('2026-09-30T02:00:00.000Z'))).toBe('2026-10-13')
  })

  it('tells when the calendar of working days is not published', () => {
    expect(of('请5个工作日内回复', '', Instant.parse('2031-03-03T02:00:00.000Z')).notes).toEqual([
      'calendar-unknown',
    ])
  })

  it('rolls over the end of the year, and tells so', () => {
    expect(of('请于1月5日前回复').notes).toEqual(['next-year'])
    expect(dateOf('请于2月29日前回复')).toBe('2028-02-29')
    expect(dateOf('请于2月30日前回复')).toBeNull()
  })

  it('tells of a day that was past when the mail was written', () => {
    expect(of('请于2026年11月20日前回复')).toMatchObject({ date: '2026-11-20', notes: ['already-past'] })
  })

  it('of a forwarded mail without words of its own is that of what is forwarded', () => {
    const text = 'FYI\n\n----- 原始邮件 -----\n发件人: 甲\n收件人: 乙\n主题: 通知\n\n请于11月28日前回复。'
    expect(dateOf(text, '转发：通知')).toBe('2026-11-28')
    expect(dateOf(text, '回复：通知')).toBeNull()
  })

  it('is found in the time of a short mail, however long the mail is', () => {
    const text = `${'一'.repeat(200_000)}${'1'.repeat(100_000)}${'请于'.repeat(50_000)}`
    expect(dateOf(text)).toBeNull()
  })
})

describe('any date in any form', () => {
  const day = fc.integer({ min: 0, max: 360 }).map((days) => addDays(CalendarDate.parse('2026-11-23'), days))
  const numerals = (value: number): string => {
    const digits = '零一二三四五六七八九'
    if (value < 10) return digits.charAt(value)
    const tens = Math.floor(value / 10)
    return `${tens === 1 ? '' : digits.charAt(tens)}十${value % 10 === 0 ? '' : digits.charAt(value % 10)}`
  }
  const wide = (text: string) =>
    text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
  const parts = (date: CalendarDate) => date.split('-').map(Number) as [number, number, number]
  const form = fc.constantFrom<((date: CalendarDate) => string)[]>(
    (date) => date,
    (date) => date.replaceAll('-', '/'),
    (date) => date.replaceAll('-', ''),
    (date) => parts(date).join('.'),
    (date) => `${String(parts(date)[0])}年${String(parts(date)[1])}月${String(parts(date)[2])}日`,
    (date) => `${String(parts(date)[1])}月${String(parts(date)[2])}日`,
    (date) => `${String(parts(date)[1])} 月 ${String(parts(date)[2])} 号`,
    (date) => wide(`${String(parts(date)[1])}月${String(parts(date)[2])}日`),
    (date) => `${numerals(parts(date)[1])}月${numerals(parts(date)[2])}日`,
    (date) => `${String(parts(date)[1])}.${String(parts(date)[2])}`,
    (date) => `${String(parts(date)[1])}/${String(parts(date)[2])}`,
  )
  const limit = fc.constantFrom(
    '前',
    '之前',
    '以前',
    '（含）之前',
    '（周六）前',
    ' 17:00前',
    '下午5点前',
    '（含）前',
    '下班前',
  )
  const ask = fc.constantFrom(
    '回复',
    '反馈意见',
    '提交报名表',
    '上报数据',
    '寄回回执',
    '书面说明情况',
    '与我部联系',
    '完成报名',
  )
  const before = fc.constantFrom('请于', '请在', '请各站务必于', '并于', '请贵站在')

  it('comes out of a sentence that asks', () => {
    fc.assert(
      fc.property(day, form, limit, ask, before, (date, write, last, verb, start) => {
        expect([start, write(date), last, verb, dateOf(`${start}${write(date)}${last}${verb}。`)]).toEqual([
          start,
          write(date),
          last,
          verb,
          date,
        ])
      }),
      { numRuns: 600 },
    )
  })

  const idle = fc.constantFrom(
    (date: string) => `新价格自${date}起执行。`,
    (date: string) => `${date}系统停机维护。`,
    (date: string) => `请于${date}前完成升级。`,
    (date: string) => `会议定于${date}召开。`,
    (date: string) => `请于${date}前提交M订单。`,
    (date: string) => `请于${date}前完成整改，无需回复。`,
    (date: string) => `本活动${date}前有效。`,
  )

  it('does not come out of a sentence that does not', () => {
    fc.assert(
      fc.property(day, form, idle, (date, write, sentence) => {
        expect([sentence(write(date)), dateOf(sentence(write(date)))]).toEqual([sentence(write(date)), null])
      }),
      { numRuns: 400 },
    )
  })

  it('comes out among sentences that do not ask', () => {
    fc.assert(
      fc.property(day, day, form, idle, fc.boolean(), (date, other, write, sentence, first) => {
        const asks = `请于${write(date)}前反馈。`
        const idles = sentence(write(other))
        expect(dateOf(first ? `${asks}${idles}` : `${idles}${asks}`)).toBe(date)
      }),
      { numRuns: 400 },
    )
  })

  it('counts working days from the day after the mail’s', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.boolean(), (days, written) => {
        const count = written ? numerals(days) : String(days)
        const date = workingDaysAfter(CalendarDate.parse('2026-11-23'), days)
        expect(dateOf(`请${count}个工作日内回复`)).toBe(date)
      }),
    )
  })

  it('never fails, whatever a text says', () => {
    const piece = fc.constantFrom(
      '请于',
      '前',
      '回复',
      '，',
      '。',
      '12',
      '月',
      '日',
      '(',
      '（含）',
      '至',
      '\n',
      '每月',
      '.',
      '-',
      '/',
      '三个工作日内',
      '下周五',
    )
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ unit: 'grapheme', maxLength: 3 })), { maxLength: 40 }),
        (pieces) => {
          const found = of(pieces.join(''))
          expect(found.date === null).toBe(found.sentence === null)
        },
      ),
    )
  })
})
