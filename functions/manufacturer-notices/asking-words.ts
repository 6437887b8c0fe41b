/**
 * Words by which a notice asks for something back. A date is one to answer by only where such a word is: dates of
 * effect, of shut-downs, of order days, and what holds always, are none.
 *
 * 报备 is not among them: what is reported in a system whenever something changes is no answer to a notice.
 */
const asks = [
  '回复、回覆、答复、反馈、提交、上报、回执、说明、联系、报名、报送、填报、回传、提报、申报、呈报',
  '汇报、上交、寄回、发回、回函、回报、递交、报回、发送至、发至、邮件至、上传、填写、确认、告知',
  '登记、来电、致电、报给、交至、寄至、汇总至、提出、补报、报至、提报、回信、回邮件、交回、发给我、发我',
].flatMap((line) => line.split('、'))

/** With the words behind them the asking words mean something else. */
const notBefore =
  '(?!人(?!员(?:名单|信息|备案|花名册|变动|变更|情况|配置|名册|资料|清单|安排)|事)|方式|电话|地址|邮箱|书|会议|会(?!员)|如下|文件|表格式|系统|车主|客户|用户|顾客|被召回|费|[的了]|到店|渠道|日期为|时间为)'

/** With these right before them they are nouns, or what others have done. */
const notBehind =
  '(?<!详见|参见|参阅|(?:使用|操作|调整|活动|功能|补充|情况|相关|政策|变更|附件)(?=说明|确认|登记|联系|报名)|自动|已经|已|客户|车主|用户|的|收到您的|收到)'

/** Orders are placed, not answered: 提交M订单, 上报订货, M订单请于12月3日前提交. */
const orders = '(?![^，,。；;]{0,6}(?:订单|订货|要货))'
const behindOrders = '(?<!订单(?!确认|差异|异常|需求|问题)[^，,。；;]{0,20}(?:提交|上报|提报|报送|申报))'

/** What is also done for customers, and stands in many a noun, asks only behind a plea to the dealer. */
const pleaded = [
  '(?<=(?:请|须|需|务必|应)(?:(?!客户|车主|用户|顾客|免费|短信)[^，,。；;]){0,40})',
  '(?:(?:提供|发送)(?!服务|优惠|免费|保障|支持|短信|给客户|给车主)',
  '|报告(?=处理|结果|情况|进展|进度|原因|我)',
  '|(?:签字|盖章|签署)(?:好|完毕)?后?返回|返回(?:签字|盖章|签收|回执))',
].join('')

/** 逾期未反馈的视同无异议: what follows from no answer says until when one is wanted. */
const without = `(?:未|没有|没|不)(?:及时|按时|按期)?(?:${asks.join('|')})`

export const asking = new RegExp(
  `${notBehind}(?:${asks.join('|')})${behindOrders}${notBefore}${orders}|${pleaded}${orders}|${without}(?=[^，,。；;]{0,10}(?:视|默认|则|按))`,
  'u',
)

export const askingEnglish =
  /\b(?:reply|replies|respond|response|feedback|submit|confirm|confirmation|return the|send (?:us|back|in|your)|report (?:back|to)|register|sign up|enrol|enroll|rsvp|answer|let us know|contact (?:us|your)|get back|fill in|hand in|revert)\b/i

/** 无需回复: the word is there and asks for nothing. Up to eight characters may stand between. */
export const declining =
  /(?:无需|不需要?|无须|毋须|不必|不用|免于|不再|请勿|切勿|勿|不要求|不须|暂不)[^，,。；;！!]{0,8}$|\b(?:no|not|without|don't|do not|need not)\b[^,.;!]{0,25}$/i

/** What was done, and thanks for it. */
export const past = /^(?:[^，,]{0,8})?(?:感谢|谢谢|已于|已在|已经|已按|曾于|thank)/i

/** What holds always: 每月5日前. */
export const standing =
  /今后|日后|往后|每(?:个)?(?:年|月|周|日|天|季度?|旬|星期|逢|批|次|单|笔)|各月|逐月|按[月周季]|当月.{0,6}次月|次月|隔月|\b(?:every|each|monthly|weekly|daily)\b/i

/** A time that begins with an event at the dealer's, whenever it comes; not with this notice. */
export const ofEvent =
  /(?:变更|入职|离职|变动|调动|调整|异动|上岗|到岗|到店|完工|竣工|维修|交车|交付|发生|结束|完成|收车|到货|收货|开票|验收|审核|通过|受理|投诉|故障|事故|报案|更换|进厂|出厂|签收|购车|销售|收到|接到|(?:收到|接到)[^，,。]{0,4}(?:车辆|旧件|配件|备件|货物|实物|投诉|报案|订单)|生效|实施|执行)(?:之日|当日|日)?(?:起|后|之后|以后)?(?:的)?$/

/** Whoever it happens to: 凡新入职人员须三日内上报. A day that is named is of this notice all the same. */
export const whoever = /^.{0,10}凡/

/** The notice itself, or its arrival, begins the time. */
export const ofNotice =
  /(?:(?:收到|接到|接|见)(?:本|此|该)?(?:通知|邮件|函|文|公告|通报|信)[^，,。]{0,4}?(?:之日)?(?:起|后|之后)?(?:的)?|(?:^|请|请于|在|于|站|务必)(?:收到|接到)(?:之日)?(?:起|后|之后)|(?:发文|下发|发布|发出|印发|通知)(?:之日)?(?:起|后|之后)?|即日起|(?:自|从)今[日天]?起?)$/

/** What else a date can be of: of effect, of a shut-down, of an order, of an event. */
export const otherwise =
  /生效|执行|实施|停机|停用|维护|升级|切换|上线|开始|启动|举办|召开|举行|开班|开课|订货|下单|订单|到货|发货|付款|开票|结束|有效|休假|返回公司|放假|返岗|上市|启用|恢复/
