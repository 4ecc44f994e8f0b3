d = {1: 1, 2: 2}
try:
    for k in d: d[k + 10] = 1
except RuntimeError as e: print(e)
try:
    for k in d: del d[k]
except RuntimeError as e: print(e)
d = {1: 1, 2: 2}
for k in list(d): del d[k]
print(d)
for k in (d := {1: 1}): d[k] = 5
print(d)
s = {1, 2}
try:
    for x in s: s.add(x + 10)
except RuntimeError as e: print(e)
# expect: dictionary changed size during iteration
# expect: dictionary changed size during iteration
# expect: {}
# expect: {1: 5}
# expect: Set changed size during iteration
