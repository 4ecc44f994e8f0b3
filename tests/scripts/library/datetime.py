from datetime import datetime, date, time, timedelta, timezone
d = datetime(2020, 1, 2, 3, 4, 5)
print(d, repr(d), d.isoformat(), d + timedelta(days=1, hours=2), d - datetime(2019, 12, 31), d.strftime('%Y/%m/%d %H:%M:%S %A %b %j'), d.date(), d.time())
print(date(2024, 2, 29) + timedelta(365), repr(date(2020, 1, 1)), date(2020, 12, 31).isocalendar()[1], timedelta(days=1, seconds=3661), repr(timedelta(hours=25)), repr(time(1, 2, 3)))
print(datetime.strptime('2020-05-06 07:08', '%Y-%m-%d %H:%M'), datetime.fromisoformat('2020-01-01T10:00:00+02:00'), repr(datetime(2020, 1, 1, tzinfo=timezone.utc)))
# expect: 2020-01-02 03:04:05 datetime.datetime(2020, 1, 2, 3, 4, 5) 2020-01-02T03:04:05 2020-01-03 05:04:05 2 days, 3:04:05 2020/01/02 03:04:05 Thursday Jan 002 2020-01-02 03:04:05
# expect: 2025-02-28 datetime.date(2020, 1, 1) 53 1 day, 1:01:01 datetime.timedelta(days=1, seconds=3600) datetime.time(1, 2, 3)
# expect: 2020-05-06 07:08:00 2020-01-01 10:00:00+02:00 datetime.datetime(2020, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)
