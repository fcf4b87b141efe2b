"""A small catalogue for tests of the rule book."""

CATALOGUE = """\
indicator_code,name_vi,form_code,row_code,value_type,is_cumulative,numerator_code,denominator_code
done,Đã xong,,,count,false,,
total,Tổng,,,count,true,,
rate,Tỷ lệ,,,percent,true,done,total
again,Tỷ lệ khác,,,percent,false,done,total
share,Tỷ trọng,,,percent,false,,
whole,Tất cả,BM1,2,count,false,,
first,Thứ nhất,BM1,2.1,count,false,,
deep,Trong thứ nhất,BM1,2.1.1,count,false,,
second,Thứ hai,BM1,2.2,count,false,,
second_rate,Tỷ lệ thứ hai,BM1,2.3,percent,false,,
other_form,Biểu khác,BM2,2.1,count,false,,
"""

# A small register of units: provinces of then and today, and a unit of each level below.
UNITS = """\
unit_code,unit_name,unit_level,parent_code,province_code,valid_from,valid_to,other_name,series_key
01,Thành phố Hà Nội,province,,01,2004-07-08,,,
52,Tỉnh Gia Lai,province,,52,2004-07-08,,,
30,Tỉnh Hải Dương,province,,30,2004-07-08,2025-06-30,,
31,Thành phố Hải Phòng,province,,31,2004-07-08,,,
75,Tỉnh Đồng Nai,province,,75,2004-07-08,2026-04-29,,
75,Thành phố Đồng Nai,province,,75,2026-04-30,,,
297,Huyện Thanh Miện,district,30,30,2004-07-08,2025-06-30,,
11263,Xã Đoàn Kết,commune,297,30,2004-07-08,2025-06-30,,
11300,Xã Thanh Miện,commune,31,31,2025-07-01,,,
"""
