import random
random.seed(42)
print(random.random(), random.randint(1, 10), random.choice('abc'), random.uniform(1, 2), random.sample(range(100), 3), random.randrange(0, 10, 2), random.getrandbits(8), random.choices([1, 2, 3], k=3), random.choices('ab', weights=[1, 9], k=4), random.gauss(0, 1), random.triangular(0, 1), random.expovariate(1), random.normalvariate(0, 1))
l = [1, 2, 3, 4]; random.shuffle(l); print(l); r = random.Random(7); print(r.random(), r.randint(0, 100)); random.seed('text'); print(random.random()); random.seed(1.5); print(random.random()); s = random.getstate(); a = random.random(); random.setstate(s); print(a == random.random())
for f in (lambda: random.choice([]), lambda: random.randint(5, 1), lambda: random.sample([1], 2), lambda: random.randrange(0), lambda: random.sample({1, 2}, 1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
# expect: 0.6394267984578837 1 c 1.2750293183691193 [28, 17, 94] 0 173 [3, 2, 2] ['a', 'a', 'b', 'b'] -1.4706861717477382 0.6135578785835037 0.5438996230639259 -0.12071511485707893
# expect: [3, 2, 4, 1]
# expect: 0.32383276483316237 19
# expect: 0.8711565613554825
# expect: 0.551763726942059
# expect: True
# expect: IndexError Cannot choose from an empty sequence
# expect: ValueError empty range for randrange() (5, 2, -3)
# expect: ValueError Sample larger than population or is negative
# expect: ValueError empty range for randrange()
# expect: TypeError Population must be a sequence.  For dicts or sets, use sorted(d).
