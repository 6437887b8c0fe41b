/** The books of the dealer's old system, as it writes them out: two rows cannot be taken. */
export const exported = {
  staff: `工号,姓名,岗位,手机,邮箱,入职日期,离职日期
E001,孙专员,续保专员,13900000001,sun@example.com,2020-01-01,
E002,周经理,保险经理,13900000002,zhou@example.com,2020-01-01,
E003,吴站长,服务站长,13900000003,wu@example.com,2020-01-01,
E004,郑信息,信息员,13900000004,zheng@example.com,2020-01-01,
E005,冯顾问,服务顾问,13900000005,feng@example.com,2020-01-01,
`,
  customers: `客户编号,姓名,手机,地址,性别,生日,短信同意,备注
C1,王伟,13800000001,杭州市西湖区,男,1980-01-01,是,
C2,李娜,13800000002,杭州市,女,,是,
C3,张强,13800000003,杭州市,男,,否,
C4,赵敏,1380013,杭州市,女,,是,
`,
  // Sold on 7 June: the first service falls due on 7 December, its reminder on 23 November.
  vehicles: `车架号,车牌号,品牌,车型,购车日期,保修起始日期,客户编号,最近里程,最近进厂日期
LGWEF4A53HF000001,浙AD12345,长城,哈弗H6,2026-06-07,2026-06-07,C1,,
LGBH52E03KY000001,浙A23456,东风日产,轩逸,2026/6/7,,C2,,
LVSHFFAC3JS000001,浙A34567,长安福特,福克斯,20260607,,C3,,
1M8GDM9AXKP042788,,长城,哈弗H6,2026年6月7日,,C4,,
`,
  policies: `保单号,车架号,车牌号,保险公司,险种,起保日期,到期日期,保费,续保专员
P1,LGWEF4A53HF000001,,平安产险,商业险,2025-12-23,2026-12-23,"￥3,000.00",E001
P2,LGWEF4A53HF000001,,平安产险,交强险,2025-12-23,2026-12-23,950.00,E001
P3,LGBH52E03KY000001,,人保财险,交强险,2025-12-08,2026-12-08,950.00,E001
P4,LVSHFFAC3JS000001,,人保财险,商业险,2025-11-20,2026-11-20,2500.00,E001
`,
} as const

/** What of the export and of the day at the desk may stand in no log. */
export const personalData = [
  ...['王伟', '李娜', '张强', '赵敏', '孙专员', '周经理', '吴站长', '郑信息', '冯顾问'],
  ...['13800000001', '13800000002', '13800000003', '1380013', '13900000001', '13900000005'],
  ...['浙AD12345', '浙A23456', '浙A34567', '杭州市', '1980-01-01'],
  ...['LGWEF4A53HF000001', 'LGBH52E03KY000001', 'LVSHFFAC3JS000001', '1M8GDM9AXKP042788'],
  ...['sun@example.com', 'zhou@example.com', 'wu@example.com', 'zheng@example.com'],
  ...['钱多多', '13800000009', '13800000010', '1999-09-09'],
]
