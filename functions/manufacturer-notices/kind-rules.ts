import type { NoticeKind } from '../../shared/domain/notice-kind.ts'

export type Place = 'subject' | 'text' | 'attachment'

/** A rule by which a notice's kind is known. The department's own, and those that a dealer's corrections teach. */
export interface KindRule {
  /** Named with each decision. */
  readonly id: string
  readonly kind: Exclude<NoticeKind, 'automatic' | 'unclassified'>
  /**
   * Any of them: small letters, narrow, without blanks between Chinese characters. `…` stands for up to eight
   * characters, `……` for up to twenty. Words of Latin letters count as whole words only.
   */
  readonly words: readonly string[]
  /** Not right behind one of these: 系统升级 is a notice of the system, 制动系统升级 is not. */
  readonly notAfter?: readonly string[]
  /** Where it is looked for; everywhere unless told. */
  readonly places?: readonly Place[]
  /** Only in mail from this address or domain. */
  readonly from?: string
  /** What a word of the rule counts in the subject: 10 names the kind, 3 goes with it. */
  readonly weight: number
}

/** Words as they are written one after the other: 甲、乙. */
function list(...lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split('、'))
}

/** Systems of a car: what is said of them is about cars and not about computers. */
const carSystems = list(
  '制动、转向、空调、燃油、冷却、动力、电池、车机、娱乐、管理、驾驶、进气、排气、排放、润滑、点火',
  '气囊、悬架、传动、灯光、电子、电气、充电、导航、影音、刹车、供油、电控',
)

/** The department's rules. Words as manufacturers write them in their notices, and their usual variants. */
export const departmentRules: readonly KindRule[] = [
  {
    id: 'order-calendar',
    kind: 'parts_order_calendar',
    weight: 11,
    words: list(
      '订货日历、订单日历、订购日历、要货日历、采购日历、下单日历、订货日程、订货时间表、订货计划表',
      '订货排期、订货计划、订货安排、订货日期、订货时间、订单提报日历、订单提报时间、订货窗口、订单计划',
      '订单截止、订货截止、截单、订货…日历、订单…日历、订货…安排、日历…订货、订货节奏、订货周期',
      'order calendar、ordering calendar、order schedule、ordering schedule、order dates',
      'ordering dates、order cut-off、order deadline、order closing、order windows、order window',
    ),
  },
  {
    id: 'orders',
    kind: 'parts_order_calendar',
    weight: 4,
    words: list(
      '订货、订货日、m订单、s订单、提报订单、订单提报、配件订单、备件订单、下单、要货、parts order',
      'stock order',
    ),
  },
  {
    id: 'bulletin',
    kind: 'technical_bulletin',
    weight: 11,
    words: list(
      '技术通报、技术通告、技术公告、技术快报、技术通讯、技术简报、技术通知、技术通函、技术信息',
      '技术资料、技术服务通报、维修通报、技术指导、技术指引、维修通讯、维修指导、维修指引、维修技术',
      '技术提示、technical bulletin、technical service bulletin、service bulletin',
      'technical information、tsb、tb、repair bulletin、technical note、technical notice',
      'repair instruction、repair instructions',
    ),
  },
  {
    id: 'repair',
    kind: 'technical_bulletin',
    weight: 7,
    words: list(
      '维修方法、维修方案、维修案例、故障案例、处理方法、检修方法、故障处理、故障排查、排查方法',
      '诊断方法、维修手册、维修工艺、维修步骤、诊断流程、异响处理、刷写、软件刷新、控制器升级、案例分享',
      '拆装、workaround、repair method、repair procedure、troubleshooting、diagnostic procedure',
      'software flash',
    ),
  },
  {
    id: 'fault',
    kind: 'technical_bulletin',
    weight: 3,
    words: [
      ...list(
        '异响、故障码、故障、诊断、抖动、漏油、渗油、扭矩、车间技师、技师、维修、报警灯、无法启动、亏电',
        'noise、fault code、diagnosis、leak、malfunction',
      ),
      ...carSystems.map((system) => `${system}系统`),
    ],
  },
  {
    id: 'recall',
    kind: 'recall',
    weight: 11,
    words: list(
      '召回、缺陷汽车、缺陷产品、缺陷车辆、回收改修、recall、recalls、safety recall、recall campaign',
    ),
  },
  {
    id: 'defect',
    kind: 'recall',
    weight: 6,
    words: list(
      '缺陷、安全隐患、消除隐患、市场监管总局、市场监督管理总局、质检总局、主动召回、停止销售、停售',
      'safety defect、stop sale、stop-sale、safety-related defect、samr',
    ),
  },
  {
    id: 'warranty-policy',
    kind: 'warranty_policy',
    weight: 11,
    words: list(
      '延保产品、延保…调整、质保延长、保修延长、保修政策、质保政策、索赔政策、三包政策、担保政策',
      '质量担保、保修条款、质保条款、三包规定、三包条款、索赔管理、索赔标准、索赔规定、索赔手册',
      '保修手册、索赔规范、索赔条例、三包责任、三包法、延保政策、保修…政策、质保…政策、索赔…政策',
      '三包…政策、保修…调整、质保…调整、质保…延长、保修…延长、三包…规定、索赔…办法、索赔…细则',
      '保修…办法、索赔…规定、索赔流程、索赔审核、索赔期限、索赔须知、索赔要求、warranty policy',
      'warranty policies、warranty terms、warranty guideline、warranty guidelines、claim policy',
      'claims policy、warranty manual、warranty extension、extended warranty、warranty conditions',
      'warranty period',
    ),
  },
  {
    id: 'returned-parts',
    kind: 'warranty_policy',
    weight: 7,
    words: list(
      '延保、旧件返厂、旧件回收、旧件返回、旧件回运、旧件管理、旧件寄回、旧件返件、质保期、保修期',
      '包修期、三包、索赔工时、索赔资料、索赔申请、三包凭证、预授权、parts return、warranty return',
      'returned parts',
    ),
  },
  {
    id: 'warranty',
    kind: 'warranty_policy',
    weight: 4,
    words: list('保修、质保、索赔、旧件、warranty、claim、claims'),
  },
  {
    id: 'settlement',
    kind: 'claim_settlement',
    weight: 11,
    words: list(
      '三包…结算、费用结算、首保…结算、索赔…开票、结算单、索赔结算、保修结算、三包结算、质保结算',
      '结算明细、结算对账、索赔对账、对账单、结算通知、对账、结算确认、结算数据、结算金额、结算核对',
      '结算清单、索赔…结算、保修…结算、索赔款、索赔费用、结算汇总、服务费结算、账单、扣款明细、费用核对',
      '索赔…对账、核对…结算、settlement、settlement statement、claim settlement、reconciliation',
      'account statement、credit note、statement of account、warranty settlement',
    ),
  },
  {
    id: 'money',
    kind: 'claim_settlement',
    weight: 6,
    words: list('结算、开票、发票、扣款、入账、回款、付款、往来账、核对账目、invoice、payment、remittance'),
  },
  {
    id: 'price',
    kind: 'parts_price',
    weight: 11,
    words: list(
      '配件价格、备件价格、零件价格、客户限价、限价、价目表、价格表、价格调整、调价、价格目录、价格清单',
      '价格变更、价格变动、价格更新、价格下调、价格上调、降价、涨价、零售价、销售价格、指导价、价格政策',
      '配件…价格、备件…价格、零件…价格、配件…限价、备件…调价、油品价格、价格执行、价格通知、最高限价',
      'price list、parts price、parts prices、price adjustment、price change、price changes',
      'price update、price increase、retail price、retail prices、pricing、price limits、price limit',
    ),
  },
  { id: 'prices', kind: 'parts_price', weight: 5, words: list('价格、单价、售价、price、prices') },
  {
    id: 'training',
    kind: 'training',
    weight: 11,
    words: list(
      '培训、培训报名、培训通知、认证培训、培训班、培训计划、集训、训练营、研修、认证考试、资格认证',
      '岗位认证、技能认证、认证考核、技师认证、顾问认证、等级认证、技能大赛、技能竞赛、讲师…认证',
      '线上课程、网络课程、公开课、参训、课程安排、课程…报名、考试…报名、认证…报名、开班、直播课、课表',
      'training、training course、certification、certification exam、e-learning、webinar',
      'skills contest',
    ),
  },
  {
    id: 'lessons',
    kind: 'training',
    weight: 5,
    words: list(
      '报名、认证、课程、学员、考试、讲座、讲师、考核、学习、course、courses、exam、registration',
      'trainees',
    ),
  },
  {
    id: 'campaign',
    kind: 'service_campaign',
    weight: 11,
    words: list(
      '服务活动、免费检测、免费检查、免费体检、免检活动、活动方案、关怀活动、客户关怀、车主关怀、服务月',
      '服务节、服务周、健诊、义诊、营销活动、促销活动、优惠活动、回馈活动、主题活动、保养活动、感恩活动',
      '冬季服务、夏季服务、春季服务、秋季服务、车主活动、活动通知、活动执行、活动安排、活动策划',
      '服务…活动、保养套餐、空调检测、检测活动、进店礼、巡检活动、冬季…活动、夏季…活动、春季…活动',
      '春节…活动、活动指引、service campaign、free check、free check-up、free inspection',
      'customer care campaign、promotion、winter campaign、summer campaign、winter check、service month',
      'seasonal campaign、marketing campaign',
    ),
  },
  {
    id: 'offers',
    kind: 'service_campaign',
    weight: 5,
    words: list('活动、促销、优惠、礼品、邀约、关怀、套餐、代金券、抽奖、campaign、offer、discount、voucher'),
  },
  {
    id: 'personnel',
    kind: 'personnel',
    weight: 11,
    words: list(
      '人员备案、人员信息、人员变更、人员变动、人员异动、人员调整、人员配置、人员名单、人员花名册',
      '花名册、岗位变动、岗位备案、岗位人员、岗位信息、关键岗位、人员入职、人员离职、入职离职、离职',
      '任职、人员报备、通讯录、联系人更新、联系人信息、联系人变更、人员…备案、人员…信息、人员…变更',
      '岗位…备案、人员编制、人员资质、人员…更新、人员…报备、人员…登记、人事、组织架构、联系人…更新',
      '联系方式…更新、personnel、staff registration、staff list、staff changes、contact list、staffing',
      'contact persons',
    ),
  },
  {
    id: 'posts',
    kind: 'personnel',
    weight: 5,
    words: list('备案、报备、入职、编制、岗位、人员、联系人、staff、employees、headcount'),
  },
  {
    id: 'system',
    kind: 'system_notice',
    weight: 12,
    notAfter: carSystems,
    words: list(
      '网络故障、网络中断、系统…停用、平台…停用、账号清理、系统停机、停机维护、系统维护、系统升级',
      '系统公告、系统切换、系统上线、停机公告、停机通知、系统停用、系统暂停、系统恢复、系统更新',
      '系统迁移、系统割接、系统发版、系统中断、服务器维护、网络维护、平台维护、平台升级、平台上线',
      '平台切换、dms升级、dms维护、dms系统、dms…升级、dms…停机、系统…停机、系统…升级、系统…维护',
      '系统…上线、系统…切换、平台…升级、平台…停机、平台…维护、密码重置、密码更换、暂停服务、账号…停用',
      'system maintenance、system upgrade、system update、system outage、downtime',
      'scheduled maintenance、maintenance window、planned maintenance、dms maintenance、dms upgrade',
      'system migration、outage、go-live',
    ),
  },
  {
    id: 'computers',
    kind: 'system_notice',
    weight: 4,
    notAfter: carSystems,
    words: list(
      '停机、系统故障、账号、密码、dms、宕机、无法登录、登录异常、服务器、客户端、系统功能、系统操作',
      'server、password、log in、login、accounts',
    ),
  },
  {
    id: 'system-word',
    kind: 'system_notice',
    weight: 2,
    notAfter: carSystems,
    words: list('系统、平台、维护、升级、上线、system、upgrade'),
  },
]
