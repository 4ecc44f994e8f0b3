for spec in ['%d', '%5d', '%-5d|', '%05d', '%+d', '% d', '%x', '%X', '%#x', '%o', '%#o', '%i', '%u', '%.4d', '%8.3d', '%-+6d|']:
    print(spec, spec % 42, spec % -42)
print('%d %d' % (3.99, True), '%x' % 2**70, '%c%c' % (65, 'é'), '%5c|' % 'x', '%d' % 10**30)
for f in (lambda: '%d' % 'x', lambda: '%x' % 1.5, lambda: '%c' % 'ab', lambda: '%c' % 1.5, lambda: '%d' % None, lambda: '%c' % 0x110000, lambda: '%d' % float('inf'), lambda: '%i' % float('nan')):
    try: f()
    except Exception as e: print(type(e).__name__, e)
# expect: %d 42 -42
# expect: %5d    42   -42
# expect: %-5d| 42   | -42  |
# expect: %05d 00042 -0042
# expect: %+d +42 -42
# expect: % d  42 -42
# expect: %x 2a -2a
# expect: %X 2A -2A
# expect: %#x 0x2a -0x2a
# expect: %o 52 -52
# expect: %#o 0o52 -0o52
# expect: %i 42 -42
# expect: %u 42 -42
# expect: %.4d 0042 -0042
# expect: %8.3d      042     -042
# expect: %-+6d| +42   | -42   |
# expect: 3 1 400000000000000000 Aé     x| 1000000000000000000000000000000
# expect: TypeError %d format: a real number is required, not str
# expect: TypeError %x format: an integer is required, not float
# expect: TypeError %c requires int or char
# expect: TypeError %c requires int or char
# expect: TypeError %d format: a real number is required, not NoneType
# expect: OverflowError %c arg not in range(0x110000)
# expect: OverflowError cannot convert float infinity to integer
# expect: ValueError cannot convert float NaN to integer
