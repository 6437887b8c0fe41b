import { describe, expect, it } from 'vitest'
import { departmentRules } from '../../../functions/manufacturer-notices/kind-rules.ts'
import { ruleOfCorrection } from '../../../functions/manufacturer-notices/rule-of-correction.ts'
import { understand } from '../../../functions/manufacturer-notices/understand.ts'
import { NoticeKind, noticeKinds } from '../../../shared/domain/notice-kind.ts'
import { plainMail, readable } from './mails.ts'
import { receiving } from './receiving.ts'

const kindOf = async (subject: string, text = '', header: readonly string[] = []) =>
  understand(await readable(plainMail(subject, text, header)), receiving()).decision

/** Subjects as manufacturers word them, by the kind that somebody of the trade gives them. */
const subjects: Partial<Record<NoticeKind, readonly string[]>> = {
  parts_order_calendar: [
    '2027年1月配件订货日历',
    '关于下发2027年一季度备件订货计划的通知',
    '1月份订单提报时间安排',
    '春节期间配件订货安排的通知',
    '关于调整M订单订货日期的通知',
    '配件要货日历（2027年2月）',
    '12月备件订单截止时间通知',
    'Parts order calendar for December 2026',
    'Parts ordering schedule January',
    '转发：关于2027年3月配件订货日历的通知',
    '【配件】12月订货日历更新',
    '国庆节订货时间调整',
  ],
  technical_bulletin: [
    '技术通报TB-2026-120：发动机怠速抖动维修方法',
    '技术公告：变速箱软件刷写操作指导',
    '【技术通报】空调系统制冷不良故障处理',
    '维修案例分享：方向盘异响',
    '关于2.0T发动机机油消耗高的技术通告',
    '制动系统升级维修指导',
    'Technical Service Bulletin TSB-26-014: brake noise',
    'Service bulletin: transmission diagnosis',
    '仪表报警灯点亮诊断方法',
    '车机系统升级技术通知',
    '技术快报第32期',
    'Fw: 技术通报TB-2026-118 后桥渗油',
    '关于动力电池故障排查方法的通知',
  ],
  recall: [
    '关于部分2022款车型转向系统召回的通知',
    '召回公告：制动软管更换',
    '【缺陷召回】燃油泵召回实施细则',
    '关于开展缺陷汽车产品主动召回活动的函',
    '召回编号S2026M0120V车辆清单下发',
    'Safety recall: airbag inflator replacement',
    'Recall campaign S2026M0117V - vehicle list',
    'Re: 召回实施通知',
    '召回活动备件申请',
    '召回完成率通报',
  ],
  warranty_policy: [
    '三包政策更新通知',
    '关于调整质保期的通知',
    '索赔旧件返厂管理规定',
    '2027版保修政策发布',
    '新能源车型质量担保政策调整',
    '关于规范索赔申请资料的通知',
    '索赔管理办法修订说明',
    '动力电池质保政策延长至8年',
    'Warranty policy update 2027',
    'Warranty claim guidelines revised: parts return',
    '关于延长变速箱保修期限的通知',
    '旧件回运要求变更',
    '保修手册电子化说明',
  ],
  parts_price: [
    '关于调整部分配件价格的通知',
    '2027年1月备件价格表',
    '客户限价更新',
    '机油零售价下调通知',
    '配件价目表（2026年12月版）',
    '关于部分零件调价的函',
    'Parts price list effective 1 January 2027',
    'Price adjustment notice',
    '易损件最高限价执行通知',
    '保养件降价公告',
  ],
  training: [
    '2027年第一期技师认证培训通知',
    '服务顾问培训班报名',
    '新车型技术培训安排',
    '关于举办索赔员培训的通知',
    '召回维修技术培训报名通知',
    'DMS系统操作培训',
    '网络课程学习提醒',
    '技能大赛报名通知',
    '高级技师等级认证考试安排',
    'Training course registration: high voltage certification',
    'Webinar: new diagnostic tool training',
    '配件业务培训邀请',
  ],
  service_campaign: [
    '春季关怀活动方案',
    '夏季空调免费检测活动通知',
    '关于开展服务月活动的通知',
    '国庆节前安全免费检查',
    '车主回馈活动执行方案',
    '双十一保养套餐促销活动',
    'Winter service campaign 2026',
    'Free inspection campaign for the holidays',
    '暖冬行动——客户关怀活动指引',
    '流失客户邀约活动方案',
  ],
  claim_settlement: [
    '11月保修索赔结算单',
    '索赔结算明细核对通知',
    '2026年10月三包费用结算对账',
    '索赔款开票通知',
    '关于10月份索赔结算扣款明细的通知',
    '对账单确认',
    'Claim settlement statement October 2026',
    'Warranty settlement for November',
    '服务费结算通知',
    '年度往来账对账函',
  ],
  personnel: [
    '关于上报服务站人员信息的通知',
    '关键岗位人员备案要求',
    '人员变动报备提醒',
    '服务站通讯录更新',
    '2027年岗位人员名单收集',
    '索赔员岗位变更备案',
    '关于更新联系人信息的通知',
    'Personnel registration update',
    'Staff list update required',
    '服务经理任职备案通知',
  ],
  system_notice: [
    'DMS系统升级公告',
    '索赔系统停机通知',
    '关于配件订货系统停机维护的通知',
    '系统维护通知：11月30日',
    '经销商平台切换上线公告',
    '诊断系统服务器维护',
    'Scheduled system maintenance on Saturday',
    'DMS downtime announcement',
    '结算系统升级期间暂停服务的通知',
    '密码更换提醒',
    '培训平台升级公告',
  ],
  unclassified: [
    '新年快乐',
    '关于放假安排的通知',
    '元旦祝福',
    '满意度调研邀请',
    '您好',
    '',
    '展厅布置要求',
    '天气预警',
  ],
}

describe('what a notice is about', () => {
  it.each(Object.entries(subjects).flatMap(([kind, all]) => all.map((subject) => [subject, kind] as const)))(
    'is told by the subject %s: %s',
    async (subject, kind) => {
      const decision = await kindOf(subject, '各服务站：\n请知悉。')
      expect(`${decision.kind} ${JSON.stringify(decision.reasons.slice(0, 4))}`).toMatch(
        new RegExp(`^${kind} `),
      )
    },
  )

  it.each([
    ['通知', '附件为12月订货日历，请按日历提交订单。', 'parts_order_calendar'],
    ['请各站查收', '现下发变速箱异响的技术通报，请车间技师学习维修方法。', 'technical_bulletin'],
    ['重要通知', '经报市场监督管理总局备案，我司将召回部分车辆。', 'recall'],
    ['工作联系函', '自下月起质保政策调整，旧件返厂期限为次月10日。', 'warranty_policy'],
    ['通知', '附件为12月起执行的客户限价。', 'parts_price'],
    ['邀请函', '兹定于12月举办认证培训，请于11月28日前报名。', 'training'],
    ['请查收方案', '冬季免费检测活动时间为12月1日至31日。', 'service_campaign'],
    ['请核对', '附件为10月索赔结算明细，如有疑问请联系。', 'claim_settlement'],
    ['温馨提示', '人员入职离职请及时备案。', 'personnel'],
    ['公告', '今晚22:00至次日02:00系统停机维护。', 'system_notice'],
  ])('is told by the text where the subject %s says nothing', async (subject, text, kind) => {
    expect((await kindOf(subject, text)).kind).toBe(kind)
  })

  it('is what the subject says, whatever else the text speaks of', async () => {
    const text = '培训期间召回活动照常，索赔结算单另行下发，价格调整见附件，系统停机维护另行通知。'
    expect((await kindOf('2027年1月配件订货日历', text)).kind).toBe('parts_order_calendar')
  })

  it('says which rule spoke by which word, found where', async () => {
    const { reasons, because, margin } = await kindOf('技术通报TB-2026-117：变速箱异响处理', '')
    expect(because).toBe('rules')
    expect(margin).toBeGreaterThan(0.9)
    expect(reasons).toContainEqual(
      expect.objectContaining({
        rule: 'bulletin',
        word: '技术通报',
        place: 'subject',
        kind: 'technical_bulletin',
      }),
    )
  })

  it('goes to the role whose work it is', async () => {
    expect(await kindOf('召回公告')).toMatchObject({ role: 'service_manager' })
    expect(noticeKinds.automatic.role).toBeNull()
    expect(NoticeKind.options.filter((kind) => noticeKinds[kind].role === null)).toEqual(['automatic'])
  })

  it('does not see words that are cut by invisible characters or blanks', async () => {
    expect((await kindOf('关于召\u200b回的通\u202e知')).kind).toBe('recall')
    expect((await kindOf('配 件 价 格 调 整')).kind).toBe('parts_price')
    expect((await kindOf('ＤＭＳ系统升级')).kind).toBe('system_notice')
  })

  it('is unclassified where two kinds have the same weight', async () => {
    const rules = [
      { id: 'a', kind: 'recall', words: ['甲乙'], weight: 9, places: ['subject'] },
      { id: 'b', kind: 'training', words: ['甲乙'], weight: 9, places: ['subject'] },
    ] as const
    const mail = await readable(plainMail('甲乙', ''))
    expect(understand(mail, receiving({ dealerRules: rules })).decision).toMatchObject({
      kind: 'unclassified',
      because: 'two-alike',
    })
  })
})

describe('a correction', () => {
  it('teaches a rule for the next mail of that sender and wording, whatever its month', async () => {
    const first = await readable(plainMail('关于2026年11月满意度调研数据上传的通知', ''))
    const rule = ruleOfCorrection(first, 'service_campaign', 'taught-1')!
    const next = await readable(plainMail('转发：关于2027年3月满意度调研数据上传的通知', ''))
    expect(understand(next, receiving()).decision.kind).toBe('unclassified')
    expect(understand(next, receiving({ dealerRules: [rule] })).decision).toMatchObject({
      kind: 'service_campaign',
      reasons: [expect.objectContaining({ rule: 'taught-1' })],
    })
  })

  it('outweighs every rule of the department', async () => {
    const mail = await readable(plainMail('【召回】2026年12月召回维修培训', ''))
    const rule = ruleOfCorrection(mail, 'training', 'taught-2')!
    expect(understand(mail, receiving({ dealerRules: [rule] })).decision.kind).toBe('training')
  })

  it('teaches nothing for other senders, nor where the subject has no words', async () => {
    const mail = await readable(plainMail('2026-11-23', ''))
    expect(ruleOfCorrection(mail, 'training', 'x')).toBeUndefined()
    const rule = ruleOfCorrection(await readable(plainMail('满意度调研', '')), 'training', 'x')!
    const other = await readable(plainMail('满意度调研', ''))
    const decision = understand(
      { ...other, from: [{ name: '', address: 'b@oem-a.example' }] },
      receiving({ dealerRules: [rule] }),
    ).decision
    expect(decision.kind).toBe('unclassified')
  })
})

describe('the rules', () => {
  it('have one name each, and words that are written as they are looked for', () => {
    expect(new Set(departmentRules.map(({ id }) => id)).size).toBe(departmentRules.length)
    const words = departmentRules.flatMap((rule) => rule.words)
    expect(
      words.filter(
        (word) => word !== word.normalize('NFKC').toLowerCase().replaceAll('...', '…') && !word.includes('…'),
      ),
    ).toEqual([])
  })

  it('know a word for one kind only', () => {
    const kinds = new Map<string, string>()
    for (const { kind, words } of departmentRules) {
      for (const word of words) {
        expect([word, kinds.get(word) ?? kind]).toEqual([word, kind])
        kinds.set(word, kind)
      }
    }
  })
})
