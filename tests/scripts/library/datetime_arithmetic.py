from datetime import datetime, date, time, timedelta, timezone
a = datetime(2024, 2, 28, 23, 30); print(a + timedelta(hours=1), a - timedelta(days=60), a - datetime(2024, 1, 1), date(2024, 3, 1) - date(2024, 2, 1), date(2024, 1, 31) + timedelta(days=30), a > datetime(2023, 1, 1), a == datetime(2024, 2, 28, 23, 30), min(a, datetime(2020, 1, 1)), a.replace(year=2020, minute=0), a.date() == date(2024, 2, 28), a.weekday(), a.isoweekday(), a.timetuple().tm_yday, a.toordinal(), date.fromordinal(738000), date(2024, 2, 29).replace(year=2028))
print(timedelta(days=1, hours=25, minutes=61, seconds=3661, milliseconds=1500, microseconds=5, weeks=1), timedelta(-1), -timedelta(hours=5), timedelta(1) / 2, timedelta(1) // timedelta(hours=5), timedelta(1) % timedelta(hours=5), timedelta(1) * 1.5, timedelta(hours=36).total_seconds(), timedelta(1).days, timedelta(seconds=90).seconds, abs(timedelta(-1)), timedelta(1) > timedelta(hours=23), repr(timedelta(1, 2, 3)), repr(timedelta()), str(timedelta(microseconds=1)), sum([timedelta(1), timedelta(2)], timedelta()), divmod(timedelta(1), timedelta(hours=7)), timedelta(1) / timedelta(hours=12), bool(timedelta()), timedelta.max)
for f in (lambda: datetime(2024, 13, 1), lambda: date(2023, 2, 29), lambda: time(25), lambda: a - date(2024, 1, 1), lambda: a + 1, lambda: a < 5, lambda: datetime(2024, 1, 1, tzinfo=timezone.utc) - a, lambda: datetime(1, 1, 1) - timedelta(1), lambda: timedelta('x'), lambda: datetime(2024), lambda: date(0, 1, 1), lambda: date(2024, 1, 32), lambda: datetime(2024, 1, 1, 0, 60), lambda: a < datetime(2024, 1, 1, tzinfo=timezone.utc), lambda: timedelta(1) + 5):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
# expect: 2024-02-29 00:30:00 2023-12-30 23:30:00 58 days, 23:30:00 29 days, 0:00:00 2024-03-01 True True 2020-01-01 00:00:00 2020-02-28 23:00:00 True 2 3 59 738944 2021-07-29 2028-02-29
# expect: 9 days, 3:02:02.500005 -1 day, 0:00:00 -1 day, 19:00:00 12:00:00 4 4:00:00 1 day, 12:00:00 129600.0 1 90 1 day, 0:00:00 True datetime.timedelta(days=1, seconds=2, microseconds=3) datetime.timedelta(0) 0:00:00.000001 3 days, 0:00:00 (3, datetime.timedelta(seconds=10800)) 2.0 False 999999999 days, 23:59:59.999999
# expect: ValueError month must be in 1..12
# expect: ValueError day is out of range for month
# expect: ValueError hour must be in 0..23
# expect: TypeError unsupported operand type(s) for -: 'datetime.datetime' and 'datetime.date'
# expect: TypeError unsupported operand type(s) for +: 'datetime.datetime' and 'int'
# expect: TypeError '<' not supported between instances of 'datetime.datetime' and 'int'
# expect: TypeError can't subtract offset-naive and offset-aware datetimes
# expect: OverflowError date value out of range
# expect: TypeError unsupported type for timedelta days component: str
# expect: TypeError function missing required argument 'month' (pos 2)
# expect: ValueError year 0 is out of range
# expect: ValueError day is out of range for month
# expect: ValueError minute must be in 0..59
# expect: TypeError can't compare offset-naive and offset-aware datetimes
# expect: TypeError unsupported operand type(s) for +: 'datetime.timedelta' and 'int'
