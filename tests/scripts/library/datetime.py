from datetime import datetime, date, time, timedelta, timezone
d = datetime(2020, 1, 2, 3, 4, 5)
print(d, repr(d), d.isoformat(), d + timedelta(days=1, hours=2), d - datetime(2019, 12, 31), d.strftime('%Y/%m/%d %H:%M:%S %A %b %j'), d.date(), d.time())
print(date(2024, 2, 29) + timedelta(365), repr(date(2020, 1, 1)), date(2020, 12, 31).isocalendar()[1], timedelta(days=1, seconds=3661), repr(timedelta(hours=25)), repr(time(1, 2, 3)))
print(datetime.strptime('2020-05-06 07:08', '%Y-%m-%d %H:%M'), datetime.fromisoformat('2020-01-01T10:00:00+02:00'), repr(datetime(2020, 1, 1, tzinfo=timezone.utc)))
