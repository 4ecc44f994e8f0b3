print(float(), float('1.5'), float(' 1e3 '), float('-inf'), float('NaN'), float('Infinity'), float(5), float('1_0.5'), float('.5'), float('5.'), float(True), float(b'2.5'), float('1e-400'), float('1e400'), float('+1.5E+2'), float('٣.٥'), float(10**20))
class F:
    def __float__(self): return 2.5
print(float(F()))
for f in (lambda: float('x'), lambda: float(''), lambda: float('1.5.2'), lambda: float(None), lambda: float([]), lambda: float('1e'), lambda: float('1 2'), lambda: float('0x1'), lambda: float('1__0'), lambda: float('a\nb'), lambda: float(1, 2)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
# expect: 0.0 1.5 1000.0 -inf nan inf 5.0 10.5 0.5 5.0 1.0 2.5 0.0 inf 150.0 3.5 1e+20
# expect: 2.5
# expect: ValueError could not convert string to float: 'x'
# expect: ValueError could not convert string to float: ''
# expect: ValueError could not convert string to float: '1.5.2'
# expect: TypeError float() argument must be a string or a real number, not 'NoneType'
# expect: TypeError float() argument must be a string or a real number, not 'list'
# expect: ValueError could not convert string to float: '1e'
# expect: ValueError could not convert string to float: '1 2'
# expect: ValueError could not convert string to float: '0x1'
# expect: ValueError could not convert string to float: '1__0'
# expect: ValueError could not convert string to float: 'a\nb'
# expect: TypeError float expected at most 1 argument, got 2
