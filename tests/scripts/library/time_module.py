import time
print(time.strftime('%Y-%m-%d', time.gmtime(0)), time.gmtime(0).tm_year, isinstance(time.time(), float), time.perf_counter() <= time.perf_counter(), time.gmtime(86400)[:6], time.strptime('2024-01-02', '%Y-%m-%d').tm_yday, time.monotonic() >= 0, isinstance(time.time_ns(), int), time.mktime is not None, time.asctime(time.gmtime(0)))
# expect: 1970-01-01 1970 True True (1970, 1, 2, 0, 0, 0) 2 True True True Thu Jan  1 00:00:00 1970
