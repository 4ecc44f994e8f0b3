import calendar
print(calendar.monthrange(2024, 2), calendar.isleap(1900), calendar.isleap(2000), calendar.leapdays(2000, 2021), calendar.weekday(2024, 5, 6))
print(calendar.month_name[3], calendar.month_abbr[12], calendar.day_name[calendar.SUNDAY], list(calendar.day_abbr))
print(calendar.monthcalendar(2024, 2), calendar.timegm((2024, 1, 2, 3, 4, 5)))
print(calendar.month(2024, 2))
calendar.TextCalendar(calendar.SUNDAY).prmonth(2023, 10)
print([str(d) for d in calendar.Calendar().itermonthdates(2024, 9)][:7], len(calendar.Calendar(6).monthdatescalendar(2024, 6)))
try: calendar.monthrange(2024, 13)
except calendar.IllegalMonthError as e: print(type(e).__name__, e)
# expect: (3, 29) False True 6 0
# expect: March Dec Sunday ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
# expect: [[0, 0, 0, 1, 2, 3, 4], [5, 6, 7, 8, 9, 10, 11], [12, 13, 14, 15, 16, 17, 18], [19, 20, 21, 22, 23, 24, 25], [26, 27, 28, 29, 0, 0, 0]] 1704164645
# expect:    February 2024
# expect: Mo Tu We Th Fr Sa Su
# expect:           1  2  3  4
# expect:  5  6  7  8  9 10 11
# expect: 12 13 14 15 16 17 18
# expect: 19 20 21 22 23 24 25
# expect: 26 27 28 29
# expect: 
# expect:     October 2023
# expect: Su Mo Tu We Th Fr Sa
# expect:  1  2  3  4  5  6  7
# expect:  8  9 10 11 12 13 14
# expect: 15 16 17 18 19 20 21
# expect: 22 23 24 25 26 27 28
# expect: 29 30 31
# expect: ['2024-08-26', '2024-08-27', '2024-08-28', '2024-08-29', '2024-08-30', '2024-08-31', '2024-09-01'] 6
# expect: IllegalMonthError bad month number 13; must be 1-12
