s = 'mississippi'
print(s.find('ss'), s.rfind('ss'), s.index('i', 2), s.rindex('i', 0, 5), s.count('s'), s.count('ss', 3), s.count(''), s.find(''), s.rfind(''), s.find('z'), s.find('s', -3), s.find('', 20))
for f in (lambda: s.index('z'), lambda: s.rindex('z'), lambda: s.find(1)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
print('é€𝄞é'.find('é', 1), 'é€𝄞é'.index('𝄞'), 'aXbXc'.rfind('X', 0, 3))
# expect: 2 5 4 4 4 1 12 0 11 -1 -1 -1
# expect: ValueError substring not found
# expect: ValueError substring not found
# expect: TypeError must be str, not int
# expect: 3 2 1
