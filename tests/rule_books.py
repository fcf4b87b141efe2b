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
