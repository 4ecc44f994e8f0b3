import math
print(math.pi, math.e, math.inf, math.nan, math.tau, math.sqrt(2), math.floor(-1.5), math.ceil(1.2), math.trunc(-1.7), math.fabs(-2), math.gcd(12, 18, 27), math.lcm(4, 6), math.comb(5, 2), math.perm(5, 2), math.factorial(5), math.log(8, 2), math.log2(8), math.log10(1000), math.log1p(1e-10), math.exp(1), math.pow(2, 3), math.hypot(3, 4), math.sin(1), math.atan2(1, 2), math.degrees(math.pi), math.radians(180), math.isclose(0.1 + 0.2, 0.3), math.isnan(math.nan), math.isinf(math.inf), math.isfinite(1), math.copysign(1, -0.0), math.fmod(-7, 3), math.modf(1.25), math.frexp(8.0), math.ldexp(0.5, 4), math.fsum([0.1] * 10), math.prod([1, 2, 3]), math.dist([0, 0], [3, 4]), math.remainder(7, 2), math.isqrt(17), math.cbrt(27), math.expm1(1e-5), math.erf(0.5), math.gamma(5), math.nextafter(1, 2), math.ulp(1.0))
for f in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.factorial(-1), lambda: math.factorial(1.5), lambda: math.floor('a'), lambda: math.exp(1000), lambda: math.ceil(math.inf), lambda: math.sqrt('a'), lambda: math.gcd(1.5), lambda: math.isqrt(-1), lambda: math.comb(-1, 2), lambda: math.floor(math.nan), lambda: math.acos(2), lambda: math.log(-1), lambda: math.pow(0, -1), lambda: math.fmod(1, 0), lambda: math.prod(['a'])):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
# expect: 3.141592653589793 2.718281828459045 inf nan 6.283185307179586 1.4142135623730951 -2 2 -1 2.0 3 12 10 20 120 3.0 3.0 3.0 9.999999999500001e-11 2.718281828459045 8.0 5.0 0.8414709848078965 0.4636476090008061 180.0 3.141592653589793 True True True True -1.0 -1.0 (0.25, 1.0) (0.5, 4) 8.0 1.0 6 5.0 -1.0 4 3.0000000000000004 1.0000050000166668e-05 0.5204998778130465 24.0 1.0000000000000002 2.220446049250313e-16
# expect: ValueError math domain error
# expect: ValueError math domain error
# expect: ValueError factorial() not defined for negative values
# expect: TypeError 'float' object cannot be interpreted as an integer
# expect: TypeError must be real number, not str
# expect: OverflowError math range error
# expect: OverflowError cannot convert float infinity to integer
# expect: TypeError must be real number, not str
# expect: TypeError 'float' object cannot be interpreted as an integer
# expect: ValueError isqrt() argument must be nonnegative
# expect: ValueError n must be a non-negative integer
# expect: ValueError cannot convert float NaN to integer
# expect: ValueError math domain error
# expect: ValueError math domain error
# expect: ValueError math domain error
# expect: ValueError math domain error
# expect: a
