const kinds = /^(?:Tỉnh|Thành phố|Quận|Huyện|Thị xã|Thị trấn|Phường|Xã|Thôn|Khu phố|Tổ dân phố|Bản|Xóm)(?= )/u;

/** A unit's name within a sentence: "Xã Thiệu Ngọc" → "xã Thiệu Ngọc". */
export const withinSentence = (unitName: string): string => unitName.replace(kinds, (kind) => kind.toLowerCase());
