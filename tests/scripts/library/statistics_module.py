import statistics as s
print(s.mean([1, 2, 3, 4]), s.mean([1.5, 2.5]), s.median([3, 1, 2]), s.median([1, 2, 3, 4]), s.mode('aab'), s.stdev([1, 2, 3, 4]), s.pstdev([1, 2]), s.variance([1, 2, 3]), s.pvariance([1, 2, 3]), s.fmean([1, 2]), s.median_low([1, 2]), s.median_high([1, 2]), s.multimode('aabb'))
for f in (lambda: s.mean([]), lambda: s.stdev([1]), lambda: s.mode([]), lambda: s.median([])):
    try: f()
    except s.StatisticsError as e: print(e)
# expect: 2.5 2.0 2 2.5 a 1.2909944487358056 0.5 1 0.6666666666666666 1.5 1 2 ['a', 'b']
# expect: mean requires at least one data point
# expect: stdev requires at least two data points
# expect: no mode for empty data
# expect: no median for empty data
